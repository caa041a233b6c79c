import { withWords } from '@/shared/problem'
import { baseUrl } from './base-url'
import { drop, dropEarly, takeAnswer, takeRefresh } from './early'
import { ApiError, toApiError } from './errors'
import { askRefresh, credentialsFor, inTurn, KNOWN, mayBeSignedIn } from './refresh'

/**
 * The session lives in two places: the access token in this module's memory, where no other page
 * can read it, and the refresh token in an HttpOnly cookie that only /api/auth/refresh receives.
 */
let token: { value: string; renewAt: number } | null = null
let refreshing: Promise<boolean> | null = null
/** The service says that it is over, or somebody has signed out in another tab. */
type Ending = 'over' | 'left'
const listeners = new Set<(ending: Ending) => void>()

/** Renew a little early: a large upload should not be sent twice because it arrived late. */
const EARLY_MS = 30_000

type Tokens = { access_token: string; expires_in: number }

function keep(tokens: Tokens) {
  token = {
    value: tokens.access_token,
    renewAt: Date.now() + tokens.expires_in * 1000 - EARLY_MS,
  }
  localStorage.setItem(KNOWN, '1')
}

function forget() {
  token = null
  dropEarly()
  localStorage.removeItem(KNOWN)
}

/** Called when a session ends without the user having asked for it here. */
export function onSessionEnd(listener: (ending: Ending) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whose the session was that ended last. */
let former: number | null = null
/** What is asked meanwhile waits for this: may it be sent? */
let held: Promise<boolean> | null = null

function end(ending: Ending) {
  former = subject(token?.value) ?? former
  forget()
  for (const listener of listeners) listener(ending)
}

/**
 * Has everything that is asked wait, also what was just refused, so that the same person can sign
 * in again over the page as it is. The answer lets it go, and says whether it is them: for anybody
 * else nothing is done in their name.
 */
export function holdRequests(): () => boolean {
  const whose = former
  let resolve: (isSame: boolean) => void = () => undefined
  held = new Promise((release) => {
    resolve = release
  })
  return () => {
    const isSame = whose !== null && subject(token?.value) === whose
    held = null
    resolve(isSame)
    return isSame
  }
}

// Signing out in one tab signs out of all.
globalThis.addEventListener?.('storage', ({ key, newValue }) => {
  if (key === KNOWN && newValue === null && token) end('left')
})

// Not through the generated client: its fetch answers a 401 with a refresh, and here a 401 means
// a wrong password or a session that is over.
async function authCall(path: string, body?: object, headers?: object): Promise<Response> {
  const url = `${baseUrl()}/api/auth/${path}`
  return fetch(url, {
    method: 'POST',
    credentials: credentialsFor(url),
    headers: {
      ...(body ? { 'Content-Type': 'application/json' } : {}),
      ...(token ? { Authorization: `Bearer ${token.value}` } : {}),
      ...headers,
    },
    body: body ? JSON.stringify(body) : null,
  })
}

async function sendCredentials(path: string, body: object, headers?: object): Promise<unknown> {
  const response = await authCall(path, body, headers).catch((failure: unknown) => {
    throw toApiError(failure)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw await withWords(toApiError(answer, response))
  return answer
}

/**
 * Starts a session; `code` is of somebody's phone, or a recovery code. Throws ApiError,
 * `bad_credentials`, `second_factor_required` and `second_factor_setup_required` among others.
 */
export async function signIn(email: string, password: string, code?: string): Promise<void> {
  const factor = code ? { second_factor: code } : {}
  dropEarly()
  keep((await sendCredentials('login', { email, password, ...factor })) as Tokens)
}

/** Starts a session with what a device has signed. */
export async function signInWithPasskey(credential: unknown): Promise<void> {
  dropEarly()
  keep((await sendCredentials('passkeys/sign-in', { credential })) as Tokens)
}

/** Where the browser goes to be signed in by the shop's provider of accounts. */
export const singleSignOn = (next: string) =>
  `${baseUrl()}/api/auth/single-sign-on?${new URLSearchParams({ next_page: next })}`

/**
 * What asks for a password or a code besides the session. `setupToken` stands in its place for who
 * is let in only after setting up a second factor.
 */
export async function prove<T>(path: string, body: object, setupToken?: string): Promise<T> {
  if (!setupToken) await fresh()
  const headers = setupToken ? { Authorization: `Bearer ${setupToken}` } : {}
  return (await sendCredentials(path, body, headers)) as T
}

/** Another password for who is signed in; every other session of theirs ends. */
export async function changePassword(current: string, next: string): Promise<void> {
  await fresh()
  await sendCredentials('password', { current_password: current, new_password: next })
}

export type NewAccount = { name: string; email: string; password: string; role?: 'admin' }

/**
 * Creates an account; the caller signs in afterwards. A shop may be set up so that its first
 * administrator has to show a token.
 */
export async function register(account: NewAccount, setupToken = ''): Promise<void> {
  await sendCredentials('register', account, setupToken ? { 'X-Setup-Token': setupToken } : {})
}

/** Ends the session here and, when it can be reached, at the service. */
export async function signOut(): Promise<void> {
  // The cookie goes to the refresh route only: the access token says which session ends.
  await fresh().catch(() => undefined)
  await authCall('logout').catch(() => undefined)
  forget()
}

async function refresh(): Promise<boolean> {
  const response = await (takeRefresh() ?? askRefresh())
  if (response.ok) {
    keep((await response.json()) as Tokens)
    return true
  }
  // Only the service's own word ends a session; a proxy's 502 during a restart does not.
  if (response.status === 401 || response.status === 403) {
    end('over')
    return false
  }
  throw new ApiError({ status: response.status, code: 'unavailable' })
}

/**
 * A new access token; however many requests ask at once, one is fetched. Tabs take turns, since
 * a refresh token is good for one use. False when the session is over; throws when unreachable.
 */
export function renew(): Promise<boolean> {
  refreshing ??= inTurn(refresh).finally(() => {
    refreshing = null
  })
  return refreshing
}

/** Is anybody signed in? After a reload this asks for a token with the cookie. */
export async function restore(): Promise<boolean> {
  if (token) return true
  return mayBeSignedIn() ? renew() : false
}

/** Renews the token when its time is nearly over. */
async function fresh(): Promise<void> {
  if (token && token.renewAt <= Date.now()) await renew()
}

async function send(request: Request): Promise<Response> {
  if (!token) return fetch(request)
  request.headers.set('Authorization', `Bearer ${token.value}`)
  return (await takeAnswer(request, token.value)) ?? fetch(request)
}

/** Whose the token is, as it says itself; the services are those who believe it or not. */
function subject(jwt: string | undefined): number | null {
  try {
    const part = jwt?.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/')
    return Number((JSON.parse(atob(part ?? '')) as { sub: string }).sub)
  } catch {
    return null
  }
}

/**
 * `fetch` with this person's session, and with nobody else's: whoever signs in between two tries
 * does not act for who was there before. Throws ApiError `signed_out` then.
 */
export const sessionFetchOf =
  (user: number): typeof fetch =>
  async (input, init) => {
    const own = async (request: Request) => {
      if (subject(token?.value) !== user) throw new ApiError({ status: 401, code: 'signed_out' })
      return send(request)
    }
    const request = new Request(input, init)
    if (!token) await renew()
    await fresh()
    const retry = request.clone()
    const response = await own(request)
    if (response.status !== 401 || !(await renew())) return response
    drop(response)
    return own(retry)
  }

/** `fetch` with the session: adds the token, renews it when it is over, and sends once more. */
export const sessionFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  if (held && !(await held)) throw new ApiError({ status: 401, code: 'signed_out' })
  await fresh()
  const retry = request.clone()
  const response = await send(request)
  if (response.status !== 401) return response
  if (!(await renew()) && !(held && (await held))) return response
  drop(response)
  return send(retry)
}
