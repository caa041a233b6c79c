import { expect, test } from 'vitest'
import { lineTotal, roundUnits, totalOf } from './quantity'

test('differences of parts are what they are on paper', () => {
  expect(roundUnits(0.3 - 0.1)).toBe(0.2)
  expect(roundUnits(2.5 - 0.35)).toBe(2.15)
})

test('a line comes to whole cents, as the services round it', () => {
  expect(totalOf(9.99, 0.35)).toBe(3.5)
  expect(totalOf(0.01, 0.5)).toBe(0.01)
  expect(totalOf(1.1, 1.15)).toBe(1.27)
  expect(lineTotal({ quantity: 3, price: 3.33, amount: 10 })).toBe(10)
  expect(lineTotal({ quantity: 3, price: 4.2, amount: null })).toBe(12.6)
})
