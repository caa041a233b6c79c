import { expect, test } from 'vitest'
import { formatFor } from './format'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const paris = { currency: 'EUR', time_zone: 'Europe/Paris', country: 'FR' }
const inCountry = (country: string | null) => ({ ...paris, country })

test('numbers follow the language', () => {
  expect(plain(formatFor('fr').decimal(1234.5))).toBe('1 234,5')
  expect(formatFor('en').signed(3)).toBe('+3')
})

test('what is below nothing has a true minus, not a hyphen', () => {
  for (const language of ['en', 'fr']) {
    const { signed, quantity, percent, signedPercent, money } = formatFor(language, paris)
    const texts = [signed(-3), quantity(-2, 'kg'), percent(-0.07), signedPercent(-0.07), money(-4)]
    for (const text of texts) expect(text).toMatch(/^−/)
  }
})

test('a quantity has its unit, and the decimals that it has', () => {
  expect(plain(formatFor('en').quantity(0.35, 'kg'))).toBe('0.35 kg')
  expect(plain(formatFor('fr').quantity(1234.005, 'l'))).toBe('1 234,005 l')
  expect(formatFor('fr').quantity(2, 'piece')).toBe('2')
  expect(formatFor('fr').decimalMark()).toBe(',')
})

test.each([
  ['EUR', '1 234,50 €', '€1,234.50'],
  ['CHF', '1 234,50 CHF', 'CHF 1,234.50'],
  ['TND', '1 234,500 TND', 'TND 1,234.500'],
  ['JPY', '1 234,5 ¥', '¥1,234.5'],
])(
  'money has the currency of the shop and its decimals, and loses none: %s',
  (currency, fr, en) => {
    expect(plain(formatFor('fr', { ...paris, currency }).money(1234.5))).toBe(fr)
    expect(plain(formatFor('en', { ...paris, currency }).money(1234.5))).toBe(en)
  },
)

test('a currency without cents shows none where there are none', () => {
  expect(formatFor('en', { ...paris, currency: 'JPY' }).money(1234)).toBe('¥1,234')
})

test('a field for money has the marks of the language and the currency', () => {
  const marks = formatFor('fr', paris).moneyMarks()
  expect({ ...marks, suffix: plain(marks.suffix) }).toEqual({
    prefix: '',
    suffix: ' €',
    decimalSeparator: ',',
  })
  expect(formatFor('en', { ...paris, currency: 'JPY' }).moneyMarks()).toEqual({
    prefix: '¥',
    suffix: '',
    decimalSeparator: '.',
  })
})

test('no money and no instant is shown as if of a shop that is not known', () => {
  expect(() => formatFor('en').money(1)).toThrow()
  expect(() => formatFor('en').instant('2026-06-01T10:00:00Z')).toThrow()
})

test('a day stays the same day wherever the browser is', () => {
  expect(formatFor('en').day('2026-06-01')).toBe('1 Jun 2026')
  expect(plain(formatFor('fr').day('2026-06-01'))).toBe('1 juin 2026')
})

test('an instant is told by the clock of the shop', () => {
  const instant = '2026-06-01T22:30:00Z'
  const shown = (time_zone: string) => {
    const format = formatFor('en', { ...paris, time_zone })
    return [format.instant(instant), format.lately(instant), format.time(instant)].map(plain)
  }
  expect(shown('Europe/Paris')).toEqual(['2 Jun 2026, 00:30', '2 Jun, 00:30', '00:30'])
  expect(shown('Asia/Tokyo')).toEqual(['2 Jun 2026, 07:30', '2 Jun, 07:30', '07:30'])
})

test.each([
  ['en', 'US', 'Jun 2, 2026, 12:30 AM', '€1,234.50', '1,234.5'],
  ['en', 'GB', '2 Jun 2026, 00:30', '€1,234.50', '1,234.5'],
  ['en', 'FR', '2 Jun 2026, 00:30', '€1,234.50', '1,234.5'],
  ['en', 'TN', '2 Jun 2026, 00:30', '€1,234.50', '1,234.5'],
  ['en', null, '2 Jun 2026, 00:30', '€1,234.50', '1,234.5'],
  ['fr', 'FR', '2 juin 2026, 00:30', '1 234,50 €', '1 234,5'],
  ['fr', 'CA', '2 juin 2026, 00 h 30', '1 234,50 €', '1 234,5'],
  ['fr', 'CH', '2 juin 2026, 00:30', "1'234.50 €", "1'234,5"],
  ['fr', 'TN', '2 juin 2026, 00:30', '1 234,50 €', '1 234,5'],
  ['fr', 'US', '2 juin 2026, 00:30', '1 234,50 €', '1 234,5'],
])('%s in %s: %s, %s, %s', (language, country, instant, money, decimal) => {
  const format = formatFor(language, inCountry(country))
  expect(plain(format.instant('2026-06-01T22:30:00Z')).replace(' à ', ', ')).toBe(instant)
  expect(plain(format.money(1234.5)).replaceAll('’', "'")).toBe(money)
  expect(plain(format.decimal(1234.5)).replaceAll('’', "'")).toBe(decimal)
})
