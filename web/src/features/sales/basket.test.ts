import { expect, test } from 'vitest'
import { type BasketLine, newLine, withScanned } from './basket'

const tea = { id: 7, name: 'Green tea', price: 4.2, unit: 'piece' } as BasketLine['product']
const ham = { ...tea, id: 8, unit: 'kg' } as BasketLine['product']

test('a code scanned again is one more of it, unless its line was changed', () => {
  const once = withScanned([], newLine({ product: tea, quantity: 1 }))
  const twice = withScanned(once, newLine({ product: tea, quantity: 1 }))
  const cheaper = withScanned(
    twice.map((line) => ({ ...line, percent: 10 })),
    newLine({ product: tea, quantity: 1 }),
  )

  expect(twice.map((line) => line.quantity)).toEqual([2])
  expect(cheaper.map((line) => line.quantity)).toEqual([2, 1])
})

test('two pieces of ham are two lines', () => {
  const once = withScanned([], newLine({ product: ham, quantity: 0.25 }))

  expect(withScanned(once, newLine({ product: ham, quantity: 0.25 }))).toHaveLength(2)
})
