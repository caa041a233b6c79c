import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'

const listed = (rows: object[]) =>
  Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })

const product = {
  id: 1,
  sku: 'TEA',
  name: 'Green tea',
  price: 0,
  stock: 0,
  unit: 'piece',
  quantity_decimals: 0,
  supplier_id: null,
}
const empty = {
  'GET /api/products': () => listed([]),
  'GET /api/suppliers': () => listed([]),
  'GET /api/purchase-orders': () => listed([]),
}

test('an empty shop is led from Today, one step after the other, until that is hidden', async () => {
  open('/', empty)
  expect(await screen.findByRole('heading', { name: 'Your first hour' })).toBeDefined()
  // The settings of this shop have been saved before.
  expect((await screen.findByText('Say what shop it is')).textContent).toContain('done')
  expect(screen.getByRole('link', { name: 'Upload a file' }).getAttribute('href')).toBe('/data')
  fireEvent.click(screen.getByRole('button', { name: 'Hide' }))
  await waitFor(() => expect(screen.queryByText('Your first hour')).toBeNull())
})

test('prices, costs, stock and suppliers are typed or pasted in one grid, and sent together', async () => {
  const { sent } = open('/products/prices', {
    ...empty,
    'GET /api/products': () => listed([product, { ...product, id: 2, sku: 'MUG', name: 'Mug' }]),
    'POST /api/suppliers': () => Response.json({ id: 5 }, { status: 201 }),
    'POST /api/products/import': () => Response.json({ created: 0, changed: 2 }),
    'POST /api/stock/adjustments': () => Response.json({}, { status: 201 }),
  })
  const price = await screen.findByLabelText('Green tea: Price')
  fireEvent.paste(price, { clipboardData: { getData: () => '4,50\t2\t12\n8\t3,10\t0' } })
  fireEvent.change(screen.getByLabelText('Supplier of all of them'), { target: { value: 'Mill' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent.some(({ url }) => url.endsWith('/adjustments'))).toBe(true))
  const bodyOf = (path: string) =>
    sent.find((one) => one.method === 'POST' && one.url.endsWith(path))
  expect(await bodyOf('/api/suppliers')?.json()).toMatchObject({ name: 'Mill' })
  expect(await bodyOf('/api/products/import')?.text()).toBe(
    'sku,price,supplier,unit_cost\n"TEA",4.5,"Mill",2\n"MUG",8,"Mill",3.1\n',
  )
  expect(await bodyOf('/adjustments')?.json()).toEqual({
    product_id: 1,
    counted: 12,
    reason: 'count',
    unit_cost: 2,
  })
})

test('a cell that is no number is marked, and nothing is sent', async () => {
  const { sent } = open('/products/prices', {
    ...empty,
    'GET /api/products': () => listed([product]),
  })
  fireEvent.change(await screen.findByLabelText('Green tea: Price'), { target: { value: 'ten' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText(/One row has a cell that cannot be right/)).toBeDefined()
  expect(sent.some(({ url }) => url.endsWith('/api/products/import'))).toBe(false)
})

test('what is ten times as much as before is asked about, all of it at once', async () => {
  const { sent } = open('/products/prices', {
    ...empty,
    'GET /api/products': () =>
      listed([{ ...product, price: 4.5, stock: 20, cost: null, supplier_id: 3 }]),
    'POST /api/products/import': () => Response.json({ created: 0, changed: 1 }),
    'POST /api/stock/adjustments': () => Response.json({}, { status: 201 }),
  })
  const type = (field: string, value: string) =>
    fireEvent.change(screen.getByLabelText(`Green tea: ${field}`), { target: { value } })
  await screen.findByLabelText('Green tea: Price')
  type('Price', '45')
  type('In stock', '2000')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Green tea, Price: €45.00? It was €4.50.')).toBeDefined()
  expect(screen.getByText('Green tea: 2,000 in stock? It was 20.')).toBeDefined()
  expect(sent.some(({ url }) => url.endsWith('/import'))).toBe(false)
  fireEvent.click(screen.getByRole('button', { name: 'Keep' }))
  await waitFor(() => expect(sent.some(({ url }) => url.endsWith('/adjustments'))).toBe(true))
})
