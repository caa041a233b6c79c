import { expect, test } from 'vitest'
import { placeWords } from './place-words'

const room = { from: 40, to: 300, gap: 6 }

test('a word stands in the middle above its line', () => {
  expect(placeWords([{ middle: 100, width: 40 }], room)).toEqual([{ left: 80, row: 0 }])
})

test('at either end it is neither cut off nor over the labels beside', () => {
  const [first] = placeWords([{ middle: 40, width: 60 }], room)
  const [last] = placeWords([{ middle: 300, width: 60 }], room)
  expect([first?.left, last?.left]).toEqual([40, 240])
})

test('one that would touch another stands a row higher', () => {
  const words = [100, 130, 220].map((middle) => ({ middle, width: 40 }))
  expect(placeWords(words, room).map(({ row }) => row)).toEqual([0, 1, 0])
})
