import { expect, test } from 'vitest'
import { teaAdvice } from '../../../tests/advice'
import { budgeted, bySupplier, costOf, firstOrderBy, plannedOf } from './choice'
import type { Plan } from './queries'

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

const order = { location_id: 1, decision: 'order', lines: [{ product_id: 8, quantity: 4 }] }
const waits = { location_id: 1, decision: 'wait', lines: [{ product_id: 7, quantity: 144 }] }
const planOf = (...orders: object[]) => ({ orders }) as unknown as Plan

test('what a plan leaves out, or lets wait, is not bought; what it tops up is more', () => {
  const rows = [teaAdvice, mug, unpriced]
  expect([...plannedOf(rows, planOf(order, waits))]).toEqual([
    ['7-1', 0],
    ['8-1', 4],
    ['9-1', 0],
  ])
  const all = { ...order, lines: [{ product_id: 8, quantity: mug.quantity }] }
  expect([...plannedOf([mug], planOf(all))]).toEqual([])
  expect([...plannedOf(rows, undefined)]).toEqual([])
})

test('a budget says what it buys, and what is lost of the rest, the greatest loss first', () => {
  const dear = { ...teaAdvice, product_id: 10, money_at_risk_per_day: 50 }
  const chosen = new Map([
    ['7-1', 0],
    ['10-1', 0],
  ])
  const { bought, cost, leftOut, lostPerWeek } = budgeted([teaAdvice, mug, dear], chosen)
  expect([bought, cost, lostPerWeek]).toEqual([1, 30, 560])
  expect(leftOut.map(({ product_id }) => product_id)).toEqual([10, 7])
})

test('the first day is the earliest of all', () => {
  expect(firstOrderBy([teaAdvice, mug])).toBe('2026-12-08')
  expect(firstOrderBy([])).toBeUndefined()
})
