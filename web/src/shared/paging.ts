/** One page of a list, with how many rows there are in all. */
export type Page<Row> = { rows: Row[]; total: number }

/** Lists answer a bare array and say their length in `X-Total-Count`. */
export function pageFrom<Row>(answer: { data: Row[]; response: Response }): Page<Row> {
  const total = Number(answer.response.headers.get('X-Total-Count'))
  return { rows: answer.data, total: Math.max(total, answer.data.length) }
}

/** As many as a list may be asked for at once, by their ids or as one page. */
export const AT_ONCE = 100

/** So many at a time. */
export function inParts<Item>(items: readonly Item[]): Item[][] {
  const parts = Math.ceil(items.length / AT_ONCE)
  return Array.from({ length: parts }, (_, n) => items.slice(n * AT_ONCE, (n + 1) * AT_ONCE))
}
