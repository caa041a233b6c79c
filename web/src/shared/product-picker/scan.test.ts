import { expect, test } from 'vitest'
import { isScan } from './scan'

test.each([
  '96385074',
  '4006381333931',
  ']d20104006381333931',
  '(01)04006381333931(10)L-7',
  '01040063813339311726113010L-7',
  'https://id.gs1.org/01/04006381333931',
])('%s comes from a scanner', (text) => {
  expect(isScan(text)).toBe(true)
})

test.each(['TEA-1', 'green tea', '12', '123456789', ''])('%s was typed', (text) => {
  expect(isScan(text)).toBe(false)
})
