import { expect, test } from 'vitest'
import { shop } from '../../../tests/app'
import { rebase, settingsOf, valuesOf } from './shop-values'

test('what a form holds is what was stored, there and back', () => {
  const { version, updated_at, ...settings } = { ...shop, default_target: 0.9575 }
  expect(valuesOf(settings).default_target).toBe(95.75)
  expect(settingsOf(valuesOf(settings))).toEqual(settings)
})

test('an empty layout is none, and letters may be typed small', () => {
  const values = valuesOf(shop)
  expect(settingsOf({ ...values, weight_code_layout: ' ' }).weight_code_layout).toBeNull()
  expect(settingsOf({ ...values, weight_code_layout: '21iiiiiwwwwwc' }).weight_code_layout).toBe(
    '21IIIIIWWWWWC',
  )
})

test('what two people changed: theirs stands where nothing was typed, and both is told', () => {
  const typed = { ...valuesOf(shop), name: 'My shop', currency: 'USD', default_target: '' }
  const stored = { ...shop, currency: 'CHF', time_zone: 'Europe/Paris' }
  const { values, mine, both } = rebase(shop, typed, stored)
  expect(values).toMatchObject({
    name: 'My shop',
    currency: 'USD',
    time_zone: 'Europe/Paris',
    default_target: '',
  })
  expect(mine).toEqual(['name', 'currency', 'default_target'])
  expect(both).toEqual(['currency'])
})

test('what was saved from here itself leaves nothing changed', () => {
  const typed = { ...valuesOf(shop), name: ' New name ' }
  const { values, mine } = rebase(shop, typed, { ...shop, name: 'New name' })
  expect(values.name).toBe('New name')
  expect(mine).toEqual([])
})
