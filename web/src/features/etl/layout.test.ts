import { expect, test } from 'vitest'
import type { EtlLayoutOut } from '@/api/gen/types.gen'
import { chosenOf, columnChoices, isComplete, layoutBody } from './layout'

const layout: EtlLayoutOut = {
  header: ['date', 'store', 'item', 'sales'],
  columns: { sku: ['store', 'item'], sold_at: ['date'], quantity: ['sales'] },
  known: 'preset',
  preset: 'store_item',
  daily: true,
  delimiter: ',',
  decimal: '.',
  encoding: null,
  written: 'utf-8',
  dates: 'ymd',
  unsure: [],
  skipped: 0,
  header_lines: 1,
  quantity_is: 'cells',
  shape: 'long',
  across: [],
  fill_down: [],
  matches: [],
  readings: [],
  findings: [],
  parts: [],
  marks: {},
  guessed: [],
  currency: null,
  no_goods: 'leave_out',
  on_case: 'apart',
  evidence: {},
  questions: [],
  rows: [],
}

test('a known export that is read again with another date order stays that export', () => {
  const choice = { ...chosenOf(layout, {}), dates: 'dmy' as const }

  expect(layoutBody(layout, choice)).toMatchObject({ preset: 'store_item', dates: 'dmy' })
  expect(layoutBody(layout, choice).columns).toBeUndefined()
})

test('another column for a field tells all of them, several together included', () => {
  const choice = chosenOf(layout, {})
  choice.columns.quantity = 'item'

  expect(layoutBody(layout, choice).columns).toEqual({
    sku: ['store', 'item'],
    sold_at: ['date'],
    quantity: ['item'],
  })
})

test('what was not said is left to be found out again', () => {
  const body = layoutBody(layout, chosenOf(layout, { decimal: '.' }))

  expect(body.decimal).toBe('.')
  expect(body).not.toHaveProperty('dates')
  expect(body).not.toHaveProperty('delimiter')
})

test('an answer to an open question is sent with what was chosen before', () => {
  const body = layoutBody(layout, { ...chosenOf(layout, { decimal: '.' }), currency: 'EUR' })

  expect(body).toMatchObject({ decimal: '.', currency: 'EUR' })
  expect(body).not.toHaveProperty('no_goods')
})

test('that codes in other letters are of one product is sent once it is said', () => {
  const before = chosenOf(layout, {})

  expect(layoutBody(layout, before)).not.toHaveProperty('on_case')
  expect(layoutBody(layout, { ...before, on_case: 'same' })).toMatchObject({ on_case: 'same' })
})

test('a file without a column for the day cannot be read', () => {
  const choice = chosenOf(layout, {})
  expect(isComplete(choice)).toBe(true)

  choice.columns.sold_at = ''

  expect(isComplete(choice)).toBe(false)
})

test('columns that are told together can be chosen together', () => {
  expect(columnChoices(layout, 'sku')[0]).toBe('store + item')
  expect(columnChoices(layout, 'quantity')).toEqual(['date', 'store', 'item', 'sales'])
})

test('a row for each unit needs no column that tells how many', () => {
  const choice = { ...chosenOf(layout, {}), rowsAreUnits: true }
  choice.columns.quantity = ''

  expect(isComplete(choice)).toBe(true)
  expect(layoutBody(layout, choice)).toMatchObject({ quantity_is: 'rows' })
})

test('another sheet is another table: its columns are found anew', () => {
  const parts = [
    { name: 'May', read: true, why: '', rows: 3, line: 2 },
    { name: 'Draft', read: false, why: 'hidden', rows: 0, line: 0 },
  ]
  const choice = { ...chosenOf({ ...layout, parts }, {}), sheets: ['Draft'] }

  const body = layoutBody({ ...layout, parts }, choice)

  expect(body.sheets).toEqual(['Draft'])
  expect(body).not.toHaveProperty('columns')
  expect(body).not.toHaveProperty('preset')
})

test('the sheets that were found need not be told', () => {
  const parts = [{ name: 'May', read: true, why: '', rows: 3, line: 2 }]

  expect(layoutBody({ ...layout, parts }, chosenOf({ ...layout, parts }, {}))).not.toHaveProperty(
    'sheets',
  )
})

test('a cell of a wide table and what stands above it can be chosen like columns', () => {
  expect(columnChoices({ ...layout, shape: 'wide_products' }, 'quantity')).toContain('cell')
})

test('what the shop decided about finer quantities and other units is sent with the next reading', () => {
  const chosen = chosenOf(layout, { on_precision: 'raise' })

  expect(layoutBody(layout, chosen)).toMatchObject({ on_precision: 'raise', on_unit: 'reject' })
  expect(layoutBody(layout, { ...chosen, keepUnits: true })).toMatchObject({
    on_precision: 'raise',
    on_unit: 'keep',
  })
})

test('what was said of a word is said again when the file is read another way', () => {
  const choice = chosenOf(layout, { states: { geliefert: 'sold' } })

  expect(layoutBody(layout, choice).states).toEqual({ geliefert: 'sold' })
  expect(layoutBody(layout, chosenOf(layout, {}))).not.toHaveProperty('states')
})
