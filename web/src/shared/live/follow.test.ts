import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { follow, type Told } from './follow'

const sent: (string | null)[] = []
let answers: ((request: Request) => Response)[] = []
let told: Told[] = []
let stopping: AbortController

const stream = (...pieces: string[]) => {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece))
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of bytes) controller.enqueue(piece)
        controller.close()
      },
    }),
  )
}
const state = (id: string) => `id: ${id}\nevent: state\ndata: {"live":true}\n\n`

beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  told = []
  stopping = new AbortController()
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(request.headers.get('Last-Event-ID'))
    const answer = answers.shift()
    return answer ? answer(request) : new Response(null, { status: 503 })
  })
})

afterEach(() => {
  stopping.abort()
  vi.useRealTimers()
})

test('events are read however the line cuts them, and what is none is left out', async () => {
  answers = [
    () =>
      stream(
        'retry: 2000\n\n: still here\n\nid: a:1\neve',
        'nt: happened\ndata: [{"kind":"sales","sale_id":1},{"kind":"sales"},{"kind":"stock"}]\n',
        '\nid: a:2\nevent: reset\ndata: {}\n\n',
      ),
  ]
  void follow(stopping.signal, (each) => told.push(each))
  await vi.advanceTimersByTimeAsync(100)

  expect(told).toEqual([{ kinds: ['sales', 'stock'] }, { missed: true }, { live: false }])
})

test('it comes back where it was, and ever later while nobody answers', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  answers = [() => stream(state('a:7'))]
  void follow(stopping.signal, (each) => told.push(each))
  await vi.advanceTimersByTimeAsync(900)
  expect(sent).toEqual([null])
  await vi.advanceTimersByTimeAsync(200)
  expect(sent).toEqual([null, 'a:7'])

  await vi.advanceTimersByTimeAsync(300_000)
  // 1, 2, 4, 8, 16 seconds, then one each half minute.
  expect(sent.length).toBeGreaterThan(10)
  expect(sent.length).toBeLessThan(18)
  sent.length = 0
  answers = [() => stream(state('a:8')), () => stream(state('a:9'))]
  // At most half a minute until somebody answers, and from then on soon again.
  await vi.advanceTimersByTimeAsync(32_000)
  expect(sent.slice(0, 3)).toEqual(['a:7', 'a:8', 'a:9'])
})

test('a line that is silent for too long is dead', async () => {
  answers = [
    ({ signal }) =>
      new Response(
        new ReadableStream({
          start(line) {
            line.enqueue(new TextEncoder().encode(state('a:1')))
            // As a browser's own line, which breaks when its request is given up.
            signal.addEventListener('abort', () => line.error(signal.reason))
          },
        }),
      ),
  ]
  void follow(stopping.signal, (each) => told.push(each))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(told).toEqual([{ live: true }])
  await vi.advanceTimersByTimeAsync(11_000)
  expect(told).toContainEqual({ live: false })
})

test('whoever leaves is told nothing more', async () => {
  answers = [() => stream(state('a:1'))]
  void follow(stopping.signal, (each) => told.push(each))
  stopping.abort()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual([])
  expect(sent.length).toBeLessThan(2)
})
