import { expect, test } from 'vitest'
import { orderNumber, says } from './found'

test.each([
  ['12', 12],
  ['#12', 12],
  ['po-12', 12],
  ['3017620422003', undefined],
  ['12 tea', undefined],
])('%s is the number of an order, or none', (text, number) => {
  expect(orderNumber(text)).toBe(number)
})

test.each([
  ['Inventaires', 'inv', true],
  ['Modèles à commander', 'a mod', true],
  ['Réglages', 'REGL', true],
  ['Stock', 'tock', false],
  ['Stock', '', true],
])('%s is found by “%s”: %s', (title, text, found) => {
  expect(says(title, text)).toBe(found)
})
