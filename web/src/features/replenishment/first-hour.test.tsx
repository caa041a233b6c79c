import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, north, shopFloor } from '../../../tests/goods'

beforeEach(() => localStorage.setItem('previstock.first-hour', 'open'))
afterEach(() => localStorage.removeItem('previstock.first-hour'))

test('in the first hour the empty list leads to the first steps', async () => {
  open('/forecast', {
    'GET /api/locations': () => list(shopFloor),
    'GET /api/suppliers': () => list(north),
    'GET /api/forecast/replenishment': () => list(),
  })
  const link = await screen.findByRole('link', { name: 'First steps' })
  expect(link.getAttribute('href')).toBe('/')
  expect(screen.queryByText(/Nothing needs to be ordered/)).toBeNull()
})
