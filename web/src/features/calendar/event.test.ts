import { expect, test } from 'vitest'
import { type EventValues, eventBody, eventValues } from './event'

const values: EventValues = {
  kind: 'promotion',
  name: ' Three for two ',
  first_day: '2026-06-01',
  last_day: '2026-06-07',
  scope: 'category',
  category: 'Tea ',
  product: { id: 4, name: 'Green tea' },
  lift: '',
  discount_percent: '',
}

test('a promotion is of the category, or of the product, that was chosen', () => {
  expect(eventBody(values)).toEqual({
    kind: 'promotion',
    name: 'Three for two',
    first_day: '2026-06-01',
    last_day: '2026-06-07',
    category: 'Tea',
  })
  expect(eventBody({ ...values, scope: 'product' })).toMatchObject({ product_id: 4 })
  expect(eventBody({ ...values, scope: 'product' })).not.toHaveProperty('category')
})

test('what a promotion is expected to sell goes along where it was said', () => {
  expect(eventBody({ ...values, lift: 2.5 })).toMatchObject({ lift: 2.5 })
  expect(eventBody(values)).not.toHaveProperty('lift')
  expect(eventBody({ ...values, discount_percent: 20 })).toMatchObject({ discount_percent: 20 })
  expect(eventBody(values)).not.toHaveProperty('discount_percent')
})

test('a closure is of the whole shop, whatever was chosen before', () => {
  const body = eventBody({ ...values, kind: 'closure', scope: 'product', lift: 2 })
  expect(Object.keys(body)).toEqual(['kind', 'name', 'first_day', 'last_day'])
})

test('an entry that is changed is sent as it was, but for what was changed', () => {
  const stored = {
    id: 3,
    kind: 'promotion',
    name: 'Three for two',
    first_day: '2026-06-01',
    last_day: '2026-06-07',
    product_id: 4,
    category: null,
    lift: 1.5,
    discount_percent: null,
  } as const
  const asked = eventValues(stored, '2026-06-09', 'Green tea')
  expect(eventBody({ ...asked, last_day: '2026-06-08' })).toEqual({
    kind: 'promotion',
    name: 'Three for two',
    first_day: '2026-06-01',
    last_day: '2026-06-08',
    product_id: 4,
    lift: 1.5,
  })
})
