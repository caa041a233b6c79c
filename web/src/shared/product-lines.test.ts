import { expect, test } from 'vitest'
import { withOneMore } from './product-lines'

const tea = { product: 7, quantity: 0.14 as number | string }

test('a product that is there already counts one more, without dust; another one is added', () => {
  const isTea = ({ product }: typeof tea) => product === 7
  expect(withOneMore([tea], isTea, { ...tea, quantity: 1 })).toEqual([{ ...tea, quantity: 1.14 }])
  expect(withOneMore([{ ...tea, quantity: '' }], isTea, tea)).toEqual([{ ...tea, quantity: 1 }])
  const mug = { product: 8, quantity: 1 }
  expect(withOneMore([tea], ({ product }) => product === 8, mug)).toEqual([tea, mug])
})
