import { expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { TotalSentences } from './TotalSentences'

const total = {
  horizon_days: 28,
  unit: 'piece',
  products: 12,
  level: 0.95,
  total: { expected: 1234.5, lower: 1000, upper: 1500 },
} as const
const said = () => document.body.textContent?.replaceAll(/[\u00a0\u202f]/g, ' ')

test.each([
  ['en', 'Expected in the next 28 days: 1,235 pieces (about 44.1 a day).', '12 products'],
  [
    'fr',
    'Attendu dans les 28 jours à venir : 1 235 pièces (environ 44,1 par jour).',
    '12 produits',
  ],
] as const)('a total is told in words (%s)', (language, sentence, products) => {
  draw(<TotalSentences total={total} />, language)

  expect(said()).toContain(sentence)
  expect(said()).toContain(products)
})
