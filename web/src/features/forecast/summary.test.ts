import { expect, test } from 'vitest'
import { expectedDigits, summarise } from './summary'

const history = [10, 0, 4, 6].map((quantity, i) => ({ day: `2026-05-0${i + 1}`, quantity }))
const dates = ['2026-05-05', '2026-05-06']

test('the change compares with as many days before', () => {
  const summary = summarise({ history, dates, expected: [6, 6], stock: 100 })
  expect(summary).toMatchObject({ total: 12, perDay: 6, emptyOn: null })
  expect(summary.change).toBeCloseTo(0.2)
})

test('the stock is empty on the day its last unit is expected to go', () => {
  expect(summarise({ history, dates, expected: [6, 6], stock: 12 }).emptyOn).toBe('2026-05-06')
  expect(summarise({ history, dates, expected: [6, 6], stock: 6 }).emptyOn).toBe('2026-05-05')
})

test('without sales to compare with there is no change', () => {
  expect(summarise({ history: [], dates, expected: [1, 1], stock: 5 }).change).toBeNull()
  expect(summarise({ history, dates: [], expected: [], stock: 5 }).perDay).toBe(0)
})

test('pieces are whole, but where few are sold a tenth still tells something', () => {
  expect(expectedDigits(0, 18.7)).toBe(0)
  expect(expectedDigits(0, 0.4)).toBe(1)
  expect(expectedDigits(3, 18.7)).toBe(3)
})
