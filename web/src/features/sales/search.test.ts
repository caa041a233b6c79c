import { expect, test } from 'vitest'
import { countFilters } from '@/shared/search'
import { listFilter, readBasketSearch, readSearch, rowsFilter } from './search'

test('the address filters the list, its sum and the export alike', () => {
  const search = readSearch({
    product: 7,
    person: '3',
    location: 2,
    import: 12,
    state: 'cancelled',
    from: '2026-01-01',
    to: 'soon',
    page: '2',
  })
  expect(search).toEqual({
    product: 7,
    person: 3,
    location: 2,
    import: 12,
    state: 'cancelled',
    from: '2026-01-01',
    page: 2,
  })
  const filter = {
    product_id: 7,
    user_id: 3,
    location_id: 2,
    import_id: 12,
    voided: true,
    from: '2026-01-01',
  }
  expect(rowsFilter(search, { from: '2026-01-01' })).toEqual(filter)
  expect(listFilter(search, { from: '2026-01-01' })).toEqual({ ...filter, page: 2, limit: 25 })
})

test('a period stands in the address by its name, and its days are asked for', () => {
  const search = readSearch({ days: 'yesterday', state: 'recorded' })
  expect(search).toEqual({ days: 'yesterday', state: 'recorded' })
  const day = { from: '2026-01-01', to: '2026-01-01' }
  expect(rowsFilter(search, day)).toEqual({ voided: false, ...day })
})

test('what an address says that nothing is filtered by is left out', () => {
  const search = readSearch({ product: 'tea', state: 'lost', page: 'abc' })
  expect(search).toEqual({})
  expect(countFilters(search)).toBe(0)
  expect(countFilters({ page: 3 })).toBe(0)
  expect(countFilters({ days: 'today', from: '2026-01-01', to: '2026-01-02' })).toBe(2)
  expect(readBasketSearch({ import: 12 })).toEqual({})
})
