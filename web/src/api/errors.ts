/** One wrong field of a request, as the services name it. */
export type FieldError = {
  field: string
  code: string
  message: string
  /** The limits of the rule that refused it, such as `min_length`. */
  params?: Record<string, unknown>
}

/** RFC 9457, with the members every service adds: see `Problem` in the OpenAPI documents. */
export type Problem = {
  status: number
  code: string
  title?: string
  detail?: string | null
  params?: Record<string, unknown>
  errors?: FieldError[]
}

/** A request that failed. `code` is stable and is what the interface translates. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly params: Record<string, unknown>
  readonly fields: FieldError[]

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.status = problem.status
    this.code = problem.code
    this.params = problem.params ?? {}
    this.fields = problem.errors ?? []
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && typeof (body as Problem).code === 'string'
}

const parts = {
  auth: ['auth', 'audit'],
  products: ['products', 'stock', 'suppliers', 'purchase-orders', 'locations'],
  sales: ['sales'],
  forecast: ['forecast'],
  etl: ['etl'],
} as const

export type Part = keyof typeof parts

/** Whose an address is, so that who reads of a failure knows what is away and what is not. */
function partOf(url: string): Part | undefined {
  const folder = /\/api\/([a-z-]+)/.exec(url)?.[1]
  return (Object.keys(parts) as Part[]).find((part) => parts[part].some((own) => own === folder))
}

/**
 * Any failure as an ApiError: a service's problem, an answer that some proxy wrote, or no answer
 * at all (`offline`). Aborted requests stay what they are, for the query cache ignores those.
 */
export function toApiError(failure: unknown, response?: Response): unknown {
  if (failure instanceof ApiError) return failure
  if (failure instanceof DOMException && failure.name === 'AbortError') return failure
  if (!response) return new ApiError({ status: 0, code: 'offline' })
  if (isProblem(failure)) return new ApiError({ ...failure, status: response.status })
  if (response.status < 502) return new ApiError({ status: response.status, code: 'unexpected' })
  const part = partOf(response.url)
  return new ApiError({
    status: response.status,
    code: 'unavailable',
    ...(part ? { params: { part } } : {}),
  })
}
