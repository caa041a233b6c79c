import { expect, test } from 'vitest'
import { addDays } from '@/shared/day'
import type { Mark } from './marks'
import { promotionEffects } from './promotions'

const promotion = (first_day: string, last_day: string): Mark => ({
  kind: 'promotion',
  name: 'Tea week',
  first_day,
  last_day,
})

/** Ten a day through May, thirty on the three days of a promotion. */
const history = Array.from({ length: 31 }, (_, n) => {
  const day = addDays('2026-05-01', n)
  return { day, quantity: '2026-05-10' <= day && day <= '2026-05-12' ? 30 : 10 }
})
const dates = ['2026-06-01', '2026-06-02', '2026-06-03']

test('a past promotion is held against the days around it', () => {
  const marks = [promotion('2026-05-10', '2026-05-12')]
  expect(promotionEffects({ history, dates, expected: [10, 10, 10], marks, factor: 3 })).toEqual([
    {
      name: 'Tea week',
      first_day: '2026-05-10',
      last_day: '2026-05-12',
      coming: false,
      withIt: 30,
      without: 10,
    },
  ])
})

test('one to come is held against the same days without it', () => {
  const marks = [promotion('2026-06-02', '2026-06-03')]
  const [effect] = promotionEffects({ history, dates, expected: [10, 30, 24], marks, factor: 3 })
  expect(effect).toMatchObject({ coming: true, withIt: 27, without: 9 })
})

test('days without stock, of a closure or of another promotion are no days without one', () => {
  const soldOut = history.map((point) =>
    point.day === '2026-05-20' ? { ...point, quantity: 0, censored: true } : point,
  )
  const marks: Mark[] = [
    promotion('2026-05-10', '2026-05-10'),
    promotion('2026-05-11', '2026-05-12'),
    { kind: 'closure', name: '', first_day: '2026-05-21', last_day: '2026-05-21' },
  ]
  const closed = soldOut.map((point) =>
    point.day === '2026-05-21' ? { ...point, quantity: 0 } : point,
  )
  const effects = promotionEffects({ history: closed, dates, expected: [], marks, factor: 3 })
  expect(effects.map(({ without }) => without)).toEqual([10, 10])
})

test('a promotion of which no day is known has no effect to show', () => {
  const marks = [promotion('2025-01-01', '2025-01-07'), promotion('2026-12-01', '2026-12-07')]
  expect(promotionEffects({ history, dates, expected: [10, 10, 10], marks, factor: 3 })).toEqual([])
})
