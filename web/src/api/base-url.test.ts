import { expect, test } from 'vitest'
import { baseUrl } from './base-url'

const page = 'https://shop.example'

test.each([
  ['http://api.example:8080', 'http://api.example:8080'],
  ['http://api.example:8080/', 'http://api.example:8080'],
  ['http://api.example:8080/api', 'http://api.example:8080'],
  ['http://api.example:8080/api/', 'http://api.example:8080'],
  ['https://example.com/stock/api', 'https://example.com/stock'],
  ['/api', page],
  ['', page],
  [undefined, page],
])('VITE_API_URL=%s reaches %s', (configured, expected) => {
  expect(baseUrl(configured ?? '', page)).toBe(expected)
})
