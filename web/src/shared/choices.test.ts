import { expect, test } from 'vitest'
import {
  countryChoices,
  currencyChoices,
  matches,
  weekdayChoices,
  zoneChoices,
  zoneName,
} from './choices'

const now = new Date('2026-01-15T12:00:00Z')
const words = { ofCountry: 'here', others: 'others' }
const zones = (stored: string, country: string | null) =>
  zoneChoices({ locale: 'en', stored, country, now, words })

test('countries and currencies have their names in the language', () => {
  expect(countryChoices('fr', null)).toContainEqual({ value: 'DE', label: 'Allemagne (DE)' })
  expect(currencyChoices('en', 'EUR')).toContainEqual({ value: 'EUR', label: 'Euro (EUR)' })
})

test('what is stored can be chosen, even if the browser does not list it', () => {
  expect(currencyChoices('en', 'XQQ')).toContainEqual({ value: 'XQQ', label: 'XQQ' })
  expect(countryChoices('en', 'XK')).toContainEqual({ value: 'XK', label: 'Kosovo (XK)' })
  expect(zones('Asia/Kolkata', null).flatMap(({ items }) => items)).toContainEqual({
    value: 'Asia/Kolkata',
    label: 'Asia/Kolkata (GMT+5:30)',
  })
})

test('UTC can be chosen: it is what a shop goes by that was never asked', () => {
  const [all] = zones('Europe/Paris', null)
  expect(all?.items[0]).toEqual({ value: 'UTC', label: 'UTC (GMT+0)' })
})

test('zones of the country come first, and none comes twice', () => {
  const [here, others] = zones('UTC', 'PT')
  expect(here?.items.map(({ value }) => value)).toContain('Europe/Lisbon')
  expect(others?.items.map(({ value }) => value)).not.toContain('Europe/Lisbon')
})

test('a zone is told with its distance from UTC in winter and in summer', () => {
  expect(zoneName('fr', 'America/New_York', now)).toBe('America/New York (UTC−5)')
  expect(zoneName('fr', 'America/New_York', new Date('2026-07-15T12:00:00Z'))).toBe(
    'America/New York (UTC−4)',
  )
})

test.each([
  ['FR', '1 2 3 4 5 6 7', 'Monday'],
  ['US', '7 1 2 3 4 5 6', 'Sunday'],
  ['EG', '6 7 1 2 3 4 5', 'Saturday'],
  [null, '1 2 3 4 5 6 7', 'Monday'],
])('in %s the days of a week are %s, from %s on', (country, values, first) => {
  const days = weekdayChoices('en-GB', country)
  expect(days.map(({ value }) => value).join(' ')).toBe(values)
  expect(days[0]?.label).toBe(first)
})

test.each([
  ['etats', 'États-Unis (US)'],
  ['us', 'États-Unis (US)'],
  ['New york', 'America/New York (UTC−5)'],
  ['etats unis', 'États-Unis (US)'],
])('%s finds %s', (search, label) => {
  expect(matches(search)({ label })).toBe(true)
  expect(matches(`${search} x`)({ label })).toBe(false)
})
