import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, user } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const act = {
  service: 'products',
  n: 12,
  ts: '2026-06-01T10:00:00Z',
  actor: 4,
  actor_name: 'Noa',
  action: 'product.changed',
  subject: 'product/7',
  version: 3,
  changes: { price: { from: 4.2, to: 4.5 } },
  request_id: null,
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => list({ ...user, id: 4, name: 'Noa' }),
  'GET /api/audit': () => list(act, { ...act, n: 13, action: 'brand.new', subject: 'thing' }),
}

test('an administrator reads who changed what from what to what', async () => {
  open('/settings/audit', answers)
  expect((await screen.findAllByText('Noa')).length).toBeGreaterThan(0)
  expect(screen.getByRole('cell', { name: 'Changed a product' })).toBeDefined()
  expect(screen.getAllByText('price: 4.2 → 4.5')).toHaveLength(2)
  expect(screen.getByRole('link', { name: 'product/7' }).getAttribute('href')).toBe('/products/7')
  expect(screen.getByText('brand.new')).toBeDefined()
})

test('the service finds the acts of one person', async () => {
  const { sent } = open('/settings/audit', answers)
  await userEvent.click(await screen.findByRole('combobox', { name: 'Who' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Noa' }))
  await screen.findAllByText('Changed a product')
  const asked = sent.map(({ url }) => new URL(url)).filter((url) => url.pathname === '/api/audit')
  expect(asked.at(-1)?.searchParams.get('actor')).toBe('4')
})

test('the settings lead to it for administrators alone', async () => {
  open('/settings/locations', {
    ...answers,
    'GET /api/auth/me': () => Response.json({ ...user, role: 'manager' }),
  })
  expect(await screen.findByRole('link', { name: 'Shop' })).toBeDefined()
  expect(screen.queryByRole('link', { name: 'Who did what' })).toBeNull()
})
