type Input = {
  history: readonly { day: string; quantity: number }[]
  dates: readonly string[]
  expected: readonly number[]
  stock: number
}

export type Summary = {
  total: number
  perDay: number
  /** Change against as many days before; null where those sold nothing. */
  change: number | null
  /** The day by whose end the stock is used up; null when it lasts longer than the forecast. */
  emptyOn: string | null
}

/** What the chart says, in four figures. Units are the product's; a day's forecast is a mean. */
export function summarise({ history, dates, expected, stock }: Input): Summary {
  const days = expected.length
  const total = sum(expected)
  const before = days > 0 && history.length >= days ? history.slice(-days) : []
  const sold = sum(before.map(({ quantity }) => quantity))
  let left = stock
  const empty = expected.findIndex((quantity) => {
    left -= quantity
    return left <= 0
  })
  return {
    total,
    perDay: meanOf(expected),
    change: sold > 0 ? total / sold - 1 : null,
    emptyOn: dates[empty] ?? null,
  }
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** From so many a day on, a part of a piece is noise. */
const WHOLE_FROM = 3

/** Decimals of an expected quantity. Pieces are whole; where few are sold, a tenth still tells
 * something. */
export const expectedDigits = (decimals: number, perDay: number) =>
  decimals > 0 || perDay >= WHOLE_FROM ? decimals : 1

export const meanOf = (values: readonly number[]) =>
  values.length > 0 ? sum(values) / values.length : 0
