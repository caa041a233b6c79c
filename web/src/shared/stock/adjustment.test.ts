import { expect, test } from 'vitest'
import { type AdjustValues, adjustmentBody, stockAfter } from './adjustment'

const values = (change: Partial<AdjustValues>): AdjustValues => ({
  mode: 'add',
  quantity: 5,
  reason: 'found',
  note: '',
  location_id: 1,
  ...change,
})

test('adding and removing are differences, a count is a number', () => {
  expect(adjustmentBody(7, values({}))).toEqual({
    product_id: 7,
    delta: 5,
    reason: 'found',
    note: null,
    location_id: 1,
  })
  expect(adjustmentBody(7, values({ mode: 'remove', note: ' wet ' }))).toMatchObject({
    delta: -5,
    note: 'wet',
  })
  expect(adjustmentBody(7, values({ mode: 'count', quantity: 0, reason: 'count' }))).toEqual({
    product_id: 7,
    counted: 0,
    reason: 'count',
    note: null,
    location_id: 1,
  })
})

test('the stock afterwards is shown as the service will have it', () => {
  expect(stockAfter(10, values({}))).toBe(15)
  expect(stockAfter(10, values({ mode: 'remove', quantity: 12 }))).toBe(-2)
  expect(stockAfter(10, values({ mode: 'count', quantity: 3 }))).toBe(3)
  expect(stockAfter(10, values({ quantity: '' }))).toBe(10)
  expect(stockAfter(0.3, values({ mode: 'remove', quantity: 0.1 }))).toBe(0.2)
})
