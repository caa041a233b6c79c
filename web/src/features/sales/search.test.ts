import { expect, test } from 'vitest'
import { listFilter, readSearch, rowsFilter } from './search'

test('the address filters the list and the export alike', () => {
  const search = readSearch({ product: 7, from: '2026-01-01', to: 'soon', page: '2' })
  expect(search).toEqual({ product: 7, from: '2026-01-01', page: 2 })
  expect(rowsFilter(search)).toEqual({ product_id: 7, from: '2026-01-01', to: undefined })
  expect(listFilter(search)).toMatchObject({ product_id: 7, page: 2, limit: 25 })
})
