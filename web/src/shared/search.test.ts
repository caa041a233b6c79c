import { expect, test } from 'vitest'
import { dayOf, idOf, oneOf, pageOf, textOf } from './search'

test('a page that makes no sense is the first', () => {
  expect([pageOf('3'), pageOf('-1'), pageOf('x'), pageOf(undefined), pageOf(1.5)]).toEqual([
    3, 1, 1, 1, 1,
  ])
})

test('a search for digits stays a search', () => {
  expect([textOf(123), textOf('  tea '), textOf('  '), textOf({})]).toEqual([
    '123',
    'tea',
    undefined,
    undefined,
  ])
})

test('only real days and ids pass', () => {
  expect([dayOf('2026-02-01'), dayOf('2026-13-01'), dayOf('yesterday')]).toEqual([
    '2026-02-01',
    undefined,
    undefined,
  ])
  expect([idOf('7'), idOf(0), idOf('seven')]).toEqual([7, undefined, undefined])
})

test('a value outside of the choices is the usual one', () => {
  expect([oneOf(28, [7, 28], 7), oneOf('28', [7, 28], 7)]).toEqual([28, 7])
})
