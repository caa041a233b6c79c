import { expect, test } from 'vitest'
import { type Override, overrideBody, overrideStatus } from './overrides'

const values = {
  way: 'percentage',
  value: 20,
  first_day: '2026-06-01',
  last_day: '2026-06-07',
  note: ' A fair ',
  expires_on: '',
} as const

test('a percentage is sent as one, without units and without an expiry', () => {
  expect(overrideBody(3, values)).toEqual({
    product_id: 3,
    first_day: '2026-06-01',
    last_day: '2026-06-07',
    percentage: 20,
    note: 'A fair',
  })
})

test('units are sent as units', () => {
  const body = overrideBody(3, { ...values, way: 'units', value: 0, expires_on: '2026-06-03' })
  expect(body).toMatchObject({ units: 0, expires_on: '2026-06-03' })
  expect(body).not.toHaveProperty('percentage')
})

const override = { first_day: '2026-06-03', last_day: '2026-06-07' } as Override

test.each([
  ['2026-06-01', {}, 'coming'],
  ['2026-06-03', {}, 'inForce'],
  ['2026-06-07', {}, 'inForce'],
  ['2026-06-08', {}, 'over'],
  ['2026-06-05', { expires_on: '2026-06-04' }, 'expired'],
  ['2026-06-05', { expires_on: '2026-06-05' }, 'inForce'],
  ['2026-06-05', { withdrawn_on: '2026-06-02' }, 'withdrawn'],
])('on %s, %o is %s', (today, changes, expected) => {
  expect(overrideStatus({ ...override, ...changes }, today)).toBe(expected)
})
