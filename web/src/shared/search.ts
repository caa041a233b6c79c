/** Readers for search parameters: whatever the URL says, the page gets a value it can use. */
export const pageOf = (value: unknown): number => {
  const page = Number(value)
  return Number.isInteger(page) && page >= 1 ? page : 1
}

/** Text; a number is text too, since the router parses `?q=123` as one. */
export const textOf = (value: unknown): string | undefined => {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return text === '' ? undefined : text
}

export const idOf = (value: unknown): number | undefined => {
  const id = Number(value)
  return Number.isInteger(id) && id >= 1 ? id : undefined
}

export const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined

export function oneOf<T, U extends T | undefined = T>(
  value: unknown,
  allowed: readonly T[],
  usual: U,
): T | U {
  return allowed.includes(value as T) ? (value as T) : usual
}

/** By how many things a list is filtered; days from and to are one, and a page or an order is none. */
export function countFilters(search: object): number {
  const { page: _, sort: __, from, to, ...others } = search as Record<string, unknown>
  return [from ?? to, ...Object.values(others)].filter((value) => value !== undefined).length
}

/** The change that shows everything again. */
export const withoutFilters = <Search extends object>(search: Search): Search =>
  Object.fromEntries(Object.keys(search).map((key) => [key, undefined])) as Search
