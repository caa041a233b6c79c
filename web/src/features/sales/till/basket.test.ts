import { expect, test } from 'vitest'
import { type BasketLine, newLine, taxesOf, withAdded } from './basket'

const tea = { id: 7, name: 'Green tea', price: 4.2, unit: 'piece' } as BasketLine['product']
const ham = { ...tea, id: 8, unit: 'kg' } as BasketLine['product']

test('a code scanned again is one more of it, unless its line was changed', () => {
  const once = withAdded([], newLine({ product: tea, quantity: 1 }))
  const twice = withAdded(once, newLine({ product: tea, quantity: 1 }))
  const cheaper = withAdded(
    twice.map((line) => ({ ...line, percent: 10 })),
    newLine({ product: tea, quantity: 1 }),
  )

  expect(twice.map((line) => line.quantity)).toEqual([2])
  expect(cheaper.map((line) => line.quantity)).toEqual([2, 1])
})

test('two pieces of ham are two lines', () => {
  const once = withAdded([], newLine({ product: ham, quantity: 0.25 }))

  expect(withAdded(once, newLine({ product: ham, quantity: 0.25 }))).toHaveLength(2)
})

test.each([
  [true, { rate: 5.5, tax: 0.44 }, { rate: 20, tax: 2 }],
  [false, { rate: 5.5, tax: 0.46 }, { rate: 20, tax: 2.4 }],
])('tax is told by rate, within the prices or on top of them (%s)', (included, ...taxes) => {
  const at = (rate: number | null, price: number) =>
    newLine({ product: { ...tea, price, tax_rate: rate }, quantity: 2 })

  expect(taxesOf([at(20, 6), at(5.5, 4.2), at(null, 3)], included)).toEqual(taxes)
})
