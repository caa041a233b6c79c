import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { PlainAccuracy } from './PlainAccuracy'

const measured = {
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

test('before anything was compared nothing is said', () => {
  draw(<PlainAccuracy measured={{ ...measured, sum_error: null }} />, 'en')

  expect(screen.queryByText(/28 days/)).toBeNull()
})
