import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, shopFloor, store, tea } from '../../../tests/goods'

const transfer = {
  id: 8,
  from_location_id: 2,
  to_location_id: 1,
  status: 'in_transit',
  expected_on: null,
  note: null,
  reason: null,
  lines: [
    {
      id: 71,
      product_id: 7,
      sku: 'TEA',
      name: 'Green tea',
      unit: 'piece',
      quantity: 10,
      shipped: 10,
      received: 0,
      lost: 0,
      in_transit: 10,
      value: null,
    },
  ],
  receipts: [],
  version: 2,
  created_by: 1,
  created_at: '2026-06-01T20:00:00Z',
  shipped_by: 1,
  shipped_at: '2026-06-01T21:00:00Z',
  ended_at: null,
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor, store),
  'GET /api/stock/transfers/8': () => Response.json(transfer),
}

test('a transfer goes from one location to another one; the same is said at its field', async () => {
  const { sent } = open('/transfers/new', {
    ...answers,
    'POST /api/stock/transfers': () => {
      const errors = [{ field: 'to_location_id', code: 'same_location', message: '' }]
      return problem(422, 'same_location', { errors })
    },
  })
  await userEvent.type(
    await screen.findByRole('combobox', { name: /^Add a product/ }),
    'TEA{Enter}TEA{Enter}',
  )
  const units = await screen.findByLabelText<HTMLInputElement>('Green tea: Quantity')
  await waitFor(() => expect(units.value).toBe('2'))
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'To' }), 'Shop')
  await userEvent.click(screen.getByRole('button', { name: 'Save as draft' }))
  expect(await screen.findByText('Choose two different locations.')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.includes('transfers'))
  expect(await post?.json()).toMatchObject({ from_location_id: 1, to_location_id: 1 })
})

test('what was proposed to be sent is filled in, and saved as it is', async () => {
  const { sent } = open('/transfers/new?from=2&to=1&product=7&units=12', {
    ...answers,
    'GET /api/products/7': () => Response.json(tea),
    'POST /api/stock/transfers': () => Response.json(transfer, { status: 201 }),
  })
  const units = await screen.findByLabelText<HTMLInputElement>('Green tea: Quantity')
  expect(units.value).toBe('12')
  await userEvent.click(screen.getByRole('button', { name: 'Save as draft' }))
  await waitFor(() => expect(window.location.pathname).toBe('/transfers/8'))
  const post = sent.find(({ method, url }) => method === 'POST' && url.includes('transfers'))
  expect(await post?.json()).toEqual({
    from_location_id: 2,
    to_location_id: 1,
    note: null,
    lines: [{ product_id: 7, quantity: 12 }],
  })
})

test('of what is on its way a part comes, and the rest is lost for a reason', async () => {
  const { sent } = open('/transfers/8', {
    ...answers,
    'POST /api/stock/transfers/8/receive': () => Response.json({ ...transfer, status: 'received' }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Receive' }))
  const dialog = await screen.findByRole('dialog')
  const units = within(dialog).getByLabelText('Green tea: Received')
  await userEvent.clear(units)
  await userEvent.type(units, '8')
  await userEvent.selectOptions(
    within(dialog).getByRole('combobox', { name: 'And the other 2?' }),
    'Damaged',
  )
  await userEvent.click(within(dialog).getByRole('button', { name: 'Put into stock' }))
  expect(await screen.findByText('The goods are in stock.')).toBeDefined()
  const post = sent.find(({ url }) => url.endsWith('/receive'))
  expect(await post?.json()).toEqual({
    lines: [{ line_id: 71, quantity: 8, lost: { quantity: 2, reason: 'damaged' } }],
  })
  expect(post?.headers.get('Idempotency-Key')).toBeTruthy()
})
