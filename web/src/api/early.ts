/** What was asked for before the start script had come (`src/early`): each is taken once. */
export type Early = {
  refresh: Promise<Response> | null
  /** Whose the answers are, by their whole addresses. */
  token: string
  answers: Map<string, Promise<Response>>
}

declare global {
  interface Window {
    previstockEarly?: Early | undefined
  }
}

/** Whoever asks after this is told what is so then. */
const FRESH_MS = 10_000

/** An answer that nobody reads would hold its connection until the garbage is collected. */
export const drop = ({ body }: Response) => void body?.cancel().catch(() => undefined)

/** Whoever signs in or leaves has nothing of what was asked before. */
export function dropEarly() {
  const answers = globalThis.window?.previstockEarly?.answers.values() ?? []
  for (const answer of answers) void answer.then(drop, () => undefined)
  if (globalThis.window) window.previstockEarly = undefined
}

/** The answer to the session's first renewal, if nobody has had it. */
export function takeRefresh(): Promise<Response> | null {
  const early = globalThis.window?.previstockEarly
  const refresh = early?.refresh
  if (!early || !refresh) return null
  early.refresh = null
  setTimeout(dropEarly, FRESH_MS)
  return refresh
}

/** An answer that this token was given; null where there is none, or none that is good. */
export async function takeAnswer(request: Request, token: string): Promise<Response | null> {
  // What is written may change what was read before.
  if (request.method !== 'GET') dropEarly()
  const early = globalThis.window?.previstockEarly
  const answer = early?.answers.get(request.url)
  if (!early || !answer) return null
  early.answers.delete(request.url)
  // The token is kept by the session alone.
  if (early.answers.size === 0) dropEarly()
  const found = await answer.catch(() => null)
  if (found?.ok && early.token === token) return found
  if (found) drop(found)
  return null
}
