import { expect, test } from 'vitest'
import { type BasketLine, newLine } from './basket'
import { quantityCommand } from './commands'

const tea = { id: 7, quantity_decimals: 0 } as BasketLine['product']
const ham = { id: 8, quantity_decimals: 3 } as BasketLine['product']
const lines = (product: BasketLine['product']) => [newLine({ product, quantity: 1 })]

test.each([
  ['*3', tea, 3],
  ['× 12', tea, 12],
  ['*0,35', ham, 0.35],
  ['*1.5', tea, undefined],
  ['*0', tea, undefined],
  ['*4006381333931', tea, undefined],
  ['TEA-1', tea, undefined],
] as const)('%s', (text, product, quantity) => {
  expect(quantityCommand(text, lines(product))?.at(-1)?.quantity).toBe(quantity)
})

test('without a basket there is nothing to change', () => {
  expect(quantityCommand('*3', [])).toBeNull()
})
