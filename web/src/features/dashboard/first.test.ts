import { expect, test } from 'vitest'
import { type Action, atTheDoor, firstActions } from './first'
import type { Order } from './queries'

const some = (kind: string, ...ids: number[]) =>
  ids.map((id) => ({ kind, id })) as unknown as Action[]

test('one of each kind comes before a second one, and three are enough', () => {
  const kinds = [some('order', 1, 2, 3), some('receive'), some('import', 4), some('count', 5, 6)]
  expect(firstActions(kinds)).toEqual([
    ...some('order', 1),
    ...some('import', 4),
    ...some('count', 5),
  ])
  expect(firstActions([some('order', 1, 2), some('import', 4)])).toEqual([
    ...some('order', 1),
    ...some('import', 4),
    ...some('order', 2),
  ])
  expect(firstActions([])).toEqual([])
})

test('what is late or due today is at the door, the latest first; nothing else is', () => {
  const orders = ['2026-06-09', null, '2026-06-08', '2026-06-01'].map((expected_on) => ({
    expected_on,
  }))
  expect(
    atTheDoor(orders as unknown as Order[], '2026-06-08').map((order) => order.expected_on),
  ).toEqual(['2026-06-01', '2026-06-08'])
})
