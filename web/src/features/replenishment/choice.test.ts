import { expect, test } from 'vitest'
import { teaAdvice } from '../../../tests/advice'
import { bySupplier, costOf, firstOrderBy, withinBudget } from './choice'

const mug = {
  ...teaAdvice,
  product_id: 8,
  supplier_id: 4,
  supplier_name: 'South',
  quantity: 10,
  unit_cost: 3,
  cost: 30,
  worth: 60,
  order_by: '2026-12-08',
}
const unpriced = { ...teaAdvice, product_id: 9, unit_cost: null, cost: null, worth: null }
const none = new Map<string, number>()

test('a changed quantity costs by the unit, an advised one what the advice says', () => {
  expect(costOf(teaAdvice, none)).toBe(288)
  expect(costOf(teaAdvice, new Map([['7-1', 100]]))).toBe(200)
  expect(costOf(unpriced, new Map([['9-1', 100]]))).toBeNull()
})

test('there is one draft for each supplier, and none of what somebody set to nothing', () => {
  const parts = bySupplier([teaAdvice, mug], none)
  expect(parts.map(({ name, cost }) => [name, cost])).toEqual([
    ['North', 288],
    ['South', 30],
  ])
  expect(bySupplier([teaAdvice, mug], new Map([['8-1', 0]])).map(({ name }) => name)).toEqual([
    'North',
  ])
})

test('a budget goes to what is worth most for its money', () => {
  const { rows, cost, share, unknown } = withinBudget([teaAdvice, mug, unpriced], none, 100)
  expect(rows.map(({ product_id }) => product_id)).toEqual([8])
  expect([cost, share, unknown]).toEqual([30, 60 / 180, 1])
  expect(withinBudget([teaAdvice, mug, unpriced], none, null).rows).toHaveLength(3)
  expect(withinBudget([teaAdvice, mug], none, 1000)).toMatchObject({ cost: 318, share: 1 })
})

test('the first day is the earliest of all', () => {
  expect(firstOrderBy([teaAdvice, mug])).toBe('2026-12-08')
  expect(firstOrderBy([])).toBeUndefined()
})
