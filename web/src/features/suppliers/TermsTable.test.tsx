import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, north, tea, teaTerms } from '../../../tests/goods'

const answers = {
  'GET /api/suppliers/3': () => Response.json(north),
  'GET /api/products': () => list(tea),
}
const PUT = 'PUT /api/suppliers/3/products'

test('terms read as people buy, and a price break that does not rise is said where it stands', async () => {
  const { sent } = open('/suppliers/3', {
    ...answers,
    'GET /api/suppliers/3/products': () => list(teaTerms),
    [PUT]: () => {
      const errors = [
        { field: 'items.0.price_breaks', code: 'price_breaks_not_rising', message: '' },
      ]
      return problem(422, 'invalid', { errors })
    },
  })
  const row = await screen.findByRole('row', { name: /Green tea/ })
  expect(row.textContent).toContain('from 24: €1.50')
  expect(row.textContent).toContain('4 days')

  await userEvent.click(within(row).getByRole('button', { name: /Change the terms/ }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add a price break' }))
  await userEvent.type(within(dialog).getByLabelText('Price break 2: from quantity'), '12')
  await userEvent.type(within(dialog).getByLabelText('Price break 2: unit cost'), '1.8')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(
    await within(dialog).findByText('Each price break must start above the previous one.'),
  ).toBeDefined()
  const put = sent.find(({ method }) => method === 'PUT')
  expect(await put?.json()).toMatchObject({
    items: [
      {
        product_id: 7,
        version: 4,
        price_breaks: [teaTerms.price_breaks[0], { from_quantity: 12, unit_cost: 1.8 }],
      },
    ],
  })
})

test('terms that somebody changed meanwhile are taken in, and saved over on purpose', async () => {
  let stored = teaTerms
  const { sent } = open('/suppliers/3', {
    ...answers,
    'GET /api/suppliers/3/products': () => list(stored),
    [PUT]: async (request) => {
      const [item] = (await request.json()).items
      if (item.version === 5) return Response.json([stored])
      stored = { ...teaTerms, version: 5, order_multiple: 12 }
      return problem(409, 'terms_changed', { params: { product_id: 7, version: 5 } })
    },
  })
  const row = await screen.findByRole('row', { name: /Green tea/ })
  await userEvent.click(within(row).getByRole('button', { name: /Change the terms/ }))
  const dialog = await screen.findByRole('dialog')
  const cost = within(dialog).getByLabelText<HTMLInputElement>('Unit cost')
  await userEvent.clear(cost)
  await userEvent.type(cost, '2.5')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(await within(dialog).findByText(/Someone else changed this in the meantime/)).toBeDefined()
  const multiple = within(dialog).getByLabelText<HTMLInputElement>('Order multiple')
  await waitFor(() => expect(multiple.value).toBe('12'))
  expect(cost.value).toBe('2.5')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('The terms of Green tea were saved.')).toBeDefined()
  const last = sent.findLast(({ method }) => method === 'PUT')
  expect(await last?.json()).toMatchObject({ items: [{ unit_cost: 2.5, order_multiple: 12 }] })
})

test('what comes by the case is ordered by whole cases', async () => {
  const { sent } = open('/suppliers/3', {
    ...answers,
    'GET /api/suppliers/3/products': () => list(teaTerms),
    [PUT]: () => Response.json([teaTerms]),
  })
  const row = await screen.findByRole('row', { name: /Green tea/ })
  await userEvent.click(within(row).getByRole('button', { name: /Change the terms/ }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText(/^Units per case/), '24')
  const multiple = within(dialog).getByLabelText('Order multiple')
  await userEvent.clear(multiple)
  await userEvent.type(multiple, '30')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(await within(dialog).findByText('This is not a whole number of cases.')).toBeDefined()
  expect(sent.some(({ method }) => method === 'PUT')).toBe(false)
  await userEvent.clear(multiple)
  await userEvent.type(multiple, '48')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('The terms of Green tea were saved.')).toBeDefined()
  const put = sent.find(({ method }) => method === 'PUT')
  expect(await put?.json()).toMatchObject({ items: [{ units_per_case: 24, order_multiple: 48 }] })
})

test('a cost of a tenth is asked about before it is saved', async () => {
  const { sent } = open('/suppliers/3', {
    ...answers,
    'GET /api/suppliers/3/products': () => list(teaTerms),
    [PUT]: () => Response.json([teaTerms]),
  })
  const row = await screen.findByRole('row', { name: /Green tea/ })
  await userEvent.click(within(row).getByRole('button', { name: /Change the terms/ }))
  const cost = within(await screen.findByRole('dialog')).getByLabelText('Unit cost')
  await userEvent.clear(cost)
  await userEvent.type(cost, '0.2')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText(/^Green tea, Unit cost: €0\.20\? It was €2\.00\.$/)).toBeDefined()
  expect(sent.some(({ method }) => method === 'PUT')).toBe(false)
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
  await waitFor(() => expect(sent.some(({ method }) => method === 'PUT')).toBe(true))
})
