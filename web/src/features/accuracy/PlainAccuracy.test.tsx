import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { PlainAccuracy } from './PlainAccuracy'

const measured = {
  windows: 39,
  sum_error: 0.312,
  better_than_naive: 0.27,
  mae_and_bias: 0.55,
  sum_coverage: { '0.8': 0.81, '0.9': 0.9, '0.95': 0.96 },
}
const said = () => document.body.textContent?.replaceAll(/[\u00a0\u202f]/g, ' ')

test.each([
  ['en', 'Off by about 31% over 28 days, 27% better than repeating last week.'],
  ['fr', 'Écart d’environ 31 % sur 28 jours, 27 % de moins qu’en reprenant la semaine précédente.'],
] as const)('accuracy is one sentence that people understand (%s)', (language, sentence) => {
  draw(<PlainAccuracy measured={measured} />, language)

  expect(said()).toContain(sentence)
})

test('where repeating the week was better it says so', () => {
  draw(<PlainAccuracy measured={{ ...measured, better_than_naive: -0.12 }} />, 'en')

  expect(said()).toContain('12% worse than repeating last week')
})

test('how many times as far is said where percents would not be read', () => {
  draw(<PlainAccuracy measured={{ ...measured, better_than_naive: -6.8 }} />, 'en')

  expect(said()).toContain('7.8 times as far as repeating last week')
})

test.each([
  ['en', 'Off by about 31% over 28 days, in the one forecast evaluated so far.'],
  ['fr', 'Écart d’environ 31 % sur 28 jours, sur la seule prévision évaluée jusqu’ici.'],
] as const)('one forecast is compared with nothing (%s)', (language, sentence) => {
  draw(<PlainAccuracy measured={{ ...measured, windows: 1, better_than_naive: -6.8 }} />, language)

  expect(said()).toContain(sentence)
  expect(said()).not.toMatch(/680|100/)
})

test('before anything was compared nothing is said', () => {
  draw(<PlainAccuracy measured={{ ...measured, sum_error: null }} />, 'en')

  expect(screen.queryByText(/28 days/)).toBeNull()
})
