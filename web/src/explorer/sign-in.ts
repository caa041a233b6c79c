/** What the explorer is about to send; it may be changed. */
export type ExplorerRequest = {
  url: string
  body?: string
  headers: Record<string, string>
  credentials?: RequestCredentials
}

export type ExplorerResponse = {
  url: string
  ok: boolean
  status: number
  statusText: string
  text: string
  data: string
}

type Tokens = { access_token: string; refresh_token: string; expires_in: number }

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
/** Renew a little early, so that no request arrives with a token that has just ended. */
const EARLY_MS = 30_000

/**
 * The session of the explorer, in the memory of its page: apart from the client's own, which no
 * request of this page shows or changes. A second factor is asked for by `ask`, and the token
 * that the explorer holds stands for its successors.
 */
export function explorerSession(ask: () => string | null) {
  let held = ''
  let form = ''
  let tokens: Tokens | null = null
  let renewAt = 0

  function keep(text: string) {
    tokens = JSON.parse(text) as Tokens
    renewAt = Date.now() + tokens.expires_in * 1000 - EARLY_MS
  }

  async function renew(refresh_token: string) {
    const response = await fetch('/api/auth/refresh', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh_token }),
    })
    if (response.ok) keep(await response.text())
  }

  async function requestInterceptor(request: ExplorerRequest): Promise<ExplorerRequest> {
    request.credentials = 'omit'
    if (isSignIn(request.url)) form = String(request.body ?? '')
    if (tokens && request.headers.Authorization === `Bearer ${held}`) {
      if (Date.now() >= renewAt) await renew(tokens.refresh_token)
      request.headers.Authorization = `Bearer ${tokens.access_token}`
    }
    return request
  }

  async function responseInterceptor(response: ExplorerResponse): Promise<ExplorerResponse> {
    if (!isSignIn(response.url)) return response
    let answer = response
    if (codeOf(answer) === 'second_factor_required') {
      const code = ask()
      if (code)
        answer = await again(answer, `${form}&${new URLSearchParams({ second_factor: code })}`)
    }
    form = ''
    if (!answer.ok) return explained(answer)
    keep(answer.data)
    held = tokens?.access_token ?? ''
    return answer
  }

  return { requestInterceptor, responseInterceptor }
}

const isSignIn = (url: string) =>
  new URL(url, globalThis.location.href).pathname === '/api/auth/token'

function problemOf({ data }: ExplorerResponse): { code?: string; detail?: string } {
  try {
    return JSON.parse(data)
  } catch {
    return {}
  }
}

const codeOf = (response: ExplorerResponse) => problemOf(response).code

async function again(first: ExplorerResponse, body: string): Promise<ExplorerResponse> {
  const response = await fetch(first.url, {
    method: 'POST',
    credentials: 'omit',
    headers: FORM,
    body,
  })
  const text = await response.text()
  const { ok, status, statusText } = response
  return { ...first, ok, status, statusText, text, data: text }
}

/** In the words of OAuth 2, which are those that the explorer shows. */
function explained(response: ExplorerResponse): ExplorerResponse {
  const { code = 'unavailable', detail = 'No answer.' } = problemOf(response)
  const data = JSON.stringify({ error: code, error_description: detail })
  return { ...response, text: data, data }
}
