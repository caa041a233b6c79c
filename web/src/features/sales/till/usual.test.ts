import { expect, test } from 'vitest'
import { newLine } from './basket'
import { unusualIn } from './usual'

const tea = { id: 7, price: 4.2, unit: 'piece', stock: 100 } as Parameters<
  typeof newLine
>[0]['product']
const asked = (quantity: number, usual: number | null) =>
  unusualIn(newLine({ product: tea, quantity }), usual).quantity

test('ten times what people buy at once is asked about', () => {
  expect([asked(19, 2), asked(20, 2)]).toEqual([false, true])
})

test('more than there is is not: it will be said how much is left', () => {
  expect([asked(100, 2), asked(101, 2)]).toEqual([true, false])
})

test('of what nobody bought yet, a hundred is', () => {
  expect([asked(99, null), asked(100, null)]).toEqual([false, true])
})
