import { baseUrl } from './base-url'

/** Set while somebody is signed in, so that a first visit does not ask for a session in vain. */
export const KNOWN = 'previstock.session'

/** Was anybody, when this browser was last here? */
export const mayBeSignedIn = () => localStorage.getItem(KNOWN) !== null

/** A page of another origin says that it means its cookies to be sent. */
export function credentialsFor(url: string): RequestCredentials {
  return new URL(url).origin === globalThis.location?.origin ? 'same-origin' : 'include'
}

/** Asks for an access token with the cookie, which is good for one use. */
export function askRefresh(): Promise<Response> {
  const url = `${baseUrl()}/api/auth/refresh`
  return fetch(url, { method: 'POST', credentials: credentialsFor(url) })
}

/** Tabs take turns: the cookie that one has used is another one's no longer. */
export const inTurn = <T>(ask: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request('previstock.refresh', ask) : ask()
