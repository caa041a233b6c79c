import { expect, test } from 'vitest'
import { marginOf } from './margin'

test.each([
  // Tax is in the price, and taken out of it.
  [{ price: 12, cost: 5, tax_rate: 20 }, true, { amount: 5, share: 0.5, beforeTax: true }],
  // The price is without it.
  [{ price: 10, cost: 4, tax_rate: 20 }, false, { amount: 6, share: 0.6, beforeTax: true }],
  // Nobody said how much tax is in it.
  [{ price: 10, cost: 4, tax_rate: null }, true, { amount: 6, share: 0.6, beforeTax: false }],
  [{ price: 0, cost: 4, tax_rate: 0 }, true, { amount: -4, share: null, beforeTax: true }],
  [{ price: 10, cost: null, tax_rate: 20 }, true, null],
])('what selling one of %o leaves, tax included: %s', (product, included, expected) => {
  expect(marginOf(product, { prices_include_tax: included })).toEqual(expected)
})
