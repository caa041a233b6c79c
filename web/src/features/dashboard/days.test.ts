import { expect, test } from 'vitest'
import { lastDays } from './days'

test('the last days end today and cross months', () => {
  expect(lastDays(3, '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
})
