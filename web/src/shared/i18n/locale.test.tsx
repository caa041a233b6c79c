import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { useText } from '.'
import { firstWeekday, localeFor } from './locale'

test.each([
  ['en', 'US', 'en-US'],
  ['en', 'GB', 'en-GB'],
  ['en', 'FR', 'en-GB'],
  ['en', null, 'en-GB'],
  ['fr', 'FR', 'fr-FR'],
  ['fr', 'CA', 'fr-CA'],
  ['fr', 'CH', 'fr-CH'],
  ['fr', 'US', 'fr-FR'],
])('%s in %s is written as %s', (language, country, locale) => {
  expect(localeFor(language, country)).toBe(locale)
})

test.each([
  ['FR', 1],
  ['US', 7],
  ['EG', 6],
  [null, 1],
])('a week in %s begins with day %i', (country, day) => {
  expect(firstWeekday(country)).toBe(day)
})

function Count() {
  const { t } = useText()
  return <p>{t('common.units', { count: 1234 })}</p>
}

test.each([
  ['en', 'GB', '1,234 units'],
  ['fr', 'FR', '1 234 unités'],
  ['fr', 'CH', "1'234 unités"],
] as const)(
  '%s in %s: a number within a text is written like those beside it',
  (language, country, text) => {
    draw(<Count />, language, { country })
    const shown = screen.getByText(/unit/).textContent.replace(/[\u00a0\u202f]/g, ' ')
    expect(shown.replaceAll('’', "'")).toBe(text)
  },
)
