import { expect, test } from 'vitest'
import { listFilter, readSearch } from './search'

test('an unusual address still shows a list', () => {
  expect(readSearch({ q: 42, sort: 'colour', page: 'many' })).toEqual({ q: '42' })
})

test('what the address says is what the service is asked', () => {
  expect(listFilter(readSearch({ q: 'tea', sort: '-stock', page: 3 }))).toEqual({
    q: 'tea',
    similar: true,
    sort: '-stock',
    page: 3,
    limit: 25,
  })
})

test('a search shows its best match first, until another order is chosen', () => {
  expect(listFilter(readSearch({ q: 'tea' })).sort).toBe('match')
  expect(listFilter(readSearch({ q: 'tea', sort: 'name' })).sort).toBe('name')
  expect(readSearch({ sort: 'name' })).toEqual({})
  expect(listFilter(readSearch({})).sort).toBe('name')
})
