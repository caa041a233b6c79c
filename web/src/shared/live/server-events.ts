/** One event of a stream of the server's (WHATWG HTML, section 9.2). */
export type ServerEvent = { id: string; name: string; data: string }

/**
 * The events of an answer as they come. EventSource itself sends no token, which an address
 * would have to carry instead. `heard` is called for everything that comes, heartbeats too.
 */
export async function* serverEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void = () => undefined,
): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      heard()
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = read(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function read(block: string): ServerEvent | null {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )
  const name = fields.get('event')
  return name ? { name, id: fields.get('id') ?? '', data: fields.get('data') ?? '' } : null
}
