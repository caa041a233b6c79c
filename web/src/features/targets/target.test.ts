import { expect, test } from 'vitest'
import { type Target, targetBody, valuesOf } from './target'

const ofTea: Target = {
  scope: 'product',
  product_id: 7,
  category: null,
  target: { margin_factor: 1.5, capital_rate_per_year: 0.07, space_cost_per_day: 0.002 },
  author: 1,
  updated_at: '2026-06-01T10:00:00Z',
}

test('shares are typed in percent and sent as shares; what was not touched stays to the digit', () => {
  const values = valuesOf(ofTea, 0.95, 'Green tea')
  expect(values).toMatchObject({ way: 'margin', margin_factor: 1.5, capital_rate_per_year: 7 })
  expect(targetBody(values)).toEqual({ product_id: 7, category: null, target: ofTea.target })
})

test('only what belongs to the chosen way is sent, of the chosen subject', () => {
  const values = { ...valuesOf(null, 0.95, ''), category: ' Tea ', service_level: 99.5 }
  expect(targetBody(values)).toEqual({
    product_id: null,
    category: 'Tea',
    target: { service_level: 0.995 },
  })
  expect(
    targetBody({
      ...values,
      scope: 'shop',
      way: 'costs',
      shortage_cost: 3,
      holding_cost_per_day: 0,
    }),
  ).toEqual({
    product_id: null,
    category: null,
    target: { shortage_cost: 3, holding_cost_per_day: 0 },
  })
})
