import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'

test('an address of nothing says so beside the menu', async () => {
  open('/nowhere/at/all', {})
  const main = await screen.findByRole('main')
  expect(await within(main).findByText('This page does not exist.')).toBeDefined()
  expect(screen.getAllByRole('link', { name: 'Products' })).not.toEqual([])
})

test('a product that there is not leads back to the list as it was', async () => {
  const list = encodeURIComponent(JSON.stringify({ q: 'tea' }))
  open(`/products/99?list=${list}`, {
    'GET /api/products/99': () => problem(404, 'product_not_found'),
  })
  const main = await screen.findByRole('main')
  expect(await within(main).findByRole('alert')).toBeDefined()
  const back = within(main).getByRole('link', { name: 'Products' })
  expect(back.getAttribute('href')).toBe('/products?q=tea')
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
})
