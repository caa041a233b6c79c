import { expect, test } from 'vitest'
import { order, tea, teaTerms } from '../../../tests/goods'
import {
  costAt,
  type LineValues,
  leastQuantity,
  lineCents,
  newOrder,
  rebaseOrder,
  upToMultiple,
  valuesOf,
  withProduct,
} from './order-values'

const terms = { ...teaTerms, lead_time_source: 'typed' as const }
const line = (part: Partial<LineValues>): LineValues => ({
  key: 'k',
  product: tea,
  quantity: 6,
  unit_cost: '',
  expected_on: null,
  ...part,
})

test('a line begins with what the supplier sells at least, and grows by the case', () => {
  const once = withProduct([], tea, { ...terms, minimum_quantity: 8 })
  expect(once.map(({ quantity }) => quantity)).toEqual([12])
  expect(withProduct(once, tea, terms).map(({ quantity }) => quantity)).toEqual([18])
  expect(withProduct([], tea, undefined)[0]?.quantity).toBe(1)
  expect(leastQuantity({ ...terms, order_multiple: 0.25, minimum_quantity: 0.3 })).toBe(0.5)
})

test('cases of parts of a unit are whole ones, whatever binary fractions make of them', () => {
  expect(upToMultiple(0.3, 0.1)).toBe(0.3)
  expect(upToMultiple(0.31, 0.1)).toBe(0.4)
  expect(upToMultiple(25, 12)).toBe(36)
})

test('a unit costs what its quantity makes it, and the line comes to whole cents', () => {
  expect([23, 24, 100].map((quantity) => costAt(terms, quantity))).toEqual([2, 1.5, 1.5])
  expect(lineCents(line({ quantity: 24 }), terms)).toBe(3600)
  expect(lineCents(line({ quantity: 3, unit_cost: 1.335 }), undefined)).toBe(401)
  expect(lineCents(line({ quantity: 1, unit_cost: 1.005 }), undefined)).toBe(101)
})

test('when somebody else saved first, what was typed stays and the rest is as it is now', () => {
  const rice = { ...order.lines[0], id: 32, product_id: 8, product_name: 'Rice' } as const
  const jam = { ...order.lines[0], id: 33, product_id: 9, product_name: 'Jam' } as const
  const base = { ...order, lines: [...order.lines, rice, jam] } as typeof order
  const seen = valuesOf(base)
  const typed = {
    ...seen,
    note: 'Ring twice',
    // The first for more, the second as it was, the third taken out, and one more.
    lines: [
      { ...seen.lines[0], quantity: 48 },
      seen.lines[1],
      line({ key: 'new', quantity: 5 }),
    ] as LineValues[],
  }
  const stored = {
    ...base,
    version: 6,
    reference: 'R-1',
    lines: [
      { ...base.lines[0], quantity: 30 },
      { ...base.lines[1], quantity: 36 },
      { ...base.lines[2], quantity: 60 },
      { ...jam, id: 34, product_name: 'Added by the other' },
    ],
  } as typeof order
  const now = rebaseOrder(base, typed, stored)
  expect([now.note, now.reference]).toEqual(['Ring twice', 'R-1'])
  expect(now.lines.map(({ key, quantity }) => [key, quantity])).toEqual([
    ['line/31', 48],
    ['line/32', 36],
    ['line/34', 24],
    ['new', 5],
  ])
})

test('a new order goes to the shop that is there from the start', () => {
  expect(newOrder(3)).toMatchObject({ supplier: 3, location: 1, lines: [] })
})
