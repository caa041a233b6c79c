/** What was asked for before the start script had come (`src/early`): each is taken once. */
export type Early = {
  refresh: Promise<Response> | null
  /** Whose the answers are, by their whole addresses. */
  token: string
  answers: Map<string, Promise<Response>>
  askedAt: number
}

declare global {
  interface Window {
    previstockEarly?: Early | undefined
  }
}

/** What has waited for longer is no answer to who asks now. */
const FRESH_MS = 10_000

/** The answer to the session's first renewal, if nobody has had it. */
export function takeRefresh(): Promise<Response> | null {
  const early = globalThis.window?.previstockEarly
  const refresh = early?.refresh ?? null
  if (early) early.refresh = null
  return refresh
}

/** An answer that this token was given; null where there is none, or none that is good. */
export async function takeAnswer(request: Request, token: string): Promise<Response | null> {
  const early = globalThis.window?.previstockEarly
  const answer = request.method === 'GET' ? early?.answers.get(request.url) : undefined
  if (!early || !answer) return null
  early.answers.delete(request.url)
  if (early.token !== token || Date.now() - early.askedAt > FRESH_MS) return null
  return answer.then(
    (found) => (found.ok ? found : null),
    () => null,
  )
}

/** Whoever signs in or leaves has nothing of what was asked before. */
export function dropEarly() {
  if (globalThis.window) window.previstockEarly = undefined
}
