import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const lot = {
  id: 5,
  product_id: 7,
  sku: 'TEA',
  name: 'Green tea',
  unit: 'piece',
  location_id: 1,
  code: 'L-12',
  expires_on: '2020-02-01',
  on_hand: 6,
  version: 1,
  created_at: '2020-01-01T10:00:00Z',
  updated_at: '2020-01-01T10:00:00Z',
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/stock/lots': () => list(lot),
}

test('an expired lot is said to be one, and a part of it is written off', async () => {
  const { sent } = open('/stock/lots', {
    ...answers,
    'POST /api/stock/lots/5/write-off': () => Response.json({ ...lot, on_hand: 4 }),
  })
  expect(await screen.findByText('expired')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Write off Green tea, lot L-12' }))
  const dialog = await screen.findByRole('dialog')
  const units = within(dialog).getByLabelText<HTMLInputElement>('Quantity')
  expect(units.value).toBe('6')
  await userEvent.clear(units)
  await userEvent.type(units, '2')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Write off' }))
  expect(await screen.findByText('Green tea was written off.')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('/write-off'))
  expect(await post?.json()).toEqual({ quantity: 2, reason: 'expiry', note: null })
  expect(post?.headers.get('Idempotency-Key')).toBeTruthy()
})

test('more than the lot holds is refused with what is left', async () => {
  open('/stock/lots', {
    ...answers,
    'POST /api/stock/lots/5/write-off': () =>
      problem(409, 'insufficient_lot', { params: { left: 3 } }),
  })
  await userEvent.click(await screen.findByRole('button', { name: /^Write off Green tea/ }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Write off' }))
  expect(await screen.findByText('Not enough left in this lot: 3.')).toBeDefined()
})
