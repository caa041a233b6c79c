import { expect, test } from 'vitest'
import { expectedByNow } from './expected'

const today = '2026-06-08'
const day = (on: string, quantity: number) => ({ day: on, quantity, revenue: quantity * 2 })

test('a day that is not over is compared with what the same weekday had sold by then', () => {
  const whole = [
    day('2026-06-01', 40),
    day('2026-05-25', 60),
    day('2026-06-06', 500),
    day(today, 9),
  ]
  const soFar = [
    day('2026-06-01', 10),
    day('2026-05-25', 15),
    day('2026-06-06', 500),
    day(today, 9),
  ]
  expect(expectedByNow(today, 80, whole, soFar)).toEqual({ units: 20, revenue: 40 })
})

test('weekdays without a sale leave it to the other days; without any nothing is said', () => {
  const whole = [day('2026-06-06', 50)]
  expect(expectedByNow(today, 80, whole, [day('2026-06-06', 25)])?.units).toBe(40)
  expect(expectedByNow(today, 80, [day(today, 9)], [day(today, 9)])).toBeNull()
})
