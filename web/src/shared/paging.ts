/** One page of a list, with how many rows there are in all. */
export type Page<Row> = { rows: Row[]; total: number }

/** Lists answer a bare array and say their length in `X-Total-Count`. */
export function pageFrom<Row>(answer: { data: Row[]; response: Response }): Page<Row> {
  const total = Number(answer.response.headers.get('X-Total-Count'))
  return { rows: answer.data, total: Math.max(total, answer.data.length) }
}
