import { baseUrl } from '@/api/base-url'
import type { Early } from '@/api/early'
import { askRefresh, inTurn, mayBeSignedIn } from '@/api/refresh'

/** What every page behind the sign-in waits for, as its queries ask for it: a test compares them. */
export const FIRST_READS = [
  '/api/auth/shop',
  '/api/auth/me',
  '/api/locations?archived=any&limit=100&page=1',
]

/** Asks for the session, with it for what no page can do without, then for what this page reads. */
export function askEarly(onSent: () => void, reads: string[] = []): Early | undefined {
  if (!mayBeSignedIn()) {
    onSent()
    return undefined
  }
  const early: Early = { refresh: null, token: '', answers: new Map() }
  const ask = () => {
    const answer = askRefresh()
    onSent()
    return answer
  }
  early.refresh = inTurn(ask).then(async (answer) => {
    if (!answer.ok) return answer
    const { access_token: token } = (await answer.clone().json()) as { access_token: string }
    early.token = token
    for (const path of [...FIRST_READS, ...reads]) {
      const url = baseUrl() + path
      const answer = fetch(url, { headers: { Authorization: `Bearer ${token}` } })
      // Whoever takes it asks again; that nobody did is no error.
      answer.catch(() => undefined)
      early.answers.set(url, answer)
    }
    return answer
  })
  // Whoever takes them over is told of a failure.
  early.refresh.catch(() => undefined)
  return early
}
