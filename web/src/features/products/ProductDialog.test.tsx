import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Product } from '@/shared/products'
import { answer, draw, open, problem } from '../../../tests/app'
import { list, north, shopFloor, store, tea } from '../../../tests/goods'
import { ProductDialog } from './ProductDialog'

async function fill() {
  await userEvent.type(await screen.findByLabelText('Name'), 'Tea')
  await userEvent.type(screen.getByLabelText('SKU'), 'T-1')
  await userEvent.type(screen.getByLabelText('Price incl. tax'), '4')
}

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))

test('what is wrong with a field is said at it, in the figures of the service’s rule', async () => {
  const errors = [
    { field: 'sku', code: 'string_too_long', message: 'too long', params: { max_length: 2 } },
  ]
  answer({ 'POST /api/products': () => problem(422, 'invalid', { errors }) })
  draw(<ProductDialog opened onClose={vi.fn()} />)
  await fill()
  await save()
  expect(await screen.findByText('At most 2 characters.')).toBeDefined()
  expect(screen.getByLabelText('SKU').getAttribute('aria-invalid')).toBe('true')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a product of kilos is counted by the gram, in the language’s own marks', async () => {
  const sent = answer({
    'POST /api/products': () => Response.json({ name: 'Jambon' }, { status: 201 }),
  })
  draw(<ProductDialog opened onClose={vi.fn()} />, 'fr')
  await userEvent.type(await screen.findByLabelText('Nom'), 'Jambon')
  await userEvent.type(screen.getByLabelText('Référence'), 'J-1')
  await userEvent.type(screen.getByLabelText('Prix TTC'), '9,99')
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Unité' }), 'kilogramme (kg)')
  const stock = screen.getByLabelText('Stock initial')
  await userEvent.clear(stock)
  await userEvent.type(stock, '2,35')
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer' }))

  const posts = () => sent.filter(({ method }) => method === 'POST')
  await waitFor(() => expect(posts()).toHaveLength(1))
  expect(await posts()[0]?.json()).toMatchObject({
    unit: 'kg',
    quantity_decimals: 3,
    stock: 2.35,
    price: 9.99,
  })
})

test('what is wrong with no field is said in the dialog, which stays open', async () => {
  const onClose = vi.fn()
  answer({ 'POST /api/products': () => problem(403, 'forbidden') })
  draw(<ProductDialog opened onClose={onClose} />)
  await fill()
  await save()
  expect((await screen.findByRole('alert')).textContent).toContain(
    'Your account is not allowed to do this.',
  )
  expect(onClose).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(onClose).toHaveBeenCalledOnce()
})

const places = () => list(shopFloor, store)
const suppliers = {
  'GET /api/suppliers': () => list(north),
  'GET /api/suppliers/3': () => Response.json(north),
}
const held = {
  ...tea,
  min_stock: [
    { location_id: 1, quantity: 5 },
    { location_id: 2, quantity: 3 },
  ],
  supplier_id: 3,
} as unknown as Product

test('each location has its minimum, and the supplier is sent only when it is another', async () => {
  const sent = answer({
    ...suppliers,
    'GET /api/locations': places,
    'PUT /api/products/7': () => Response.json(held),
  })
  draw(<ProductDialog opened onClose={vi.fn()} product={held} />)
  const first = await screen.findByLabelText('Minimum stock: Shop')
  expect((first as HTMLInputElement).value).toBe('5')
  await userEvent.clear(first)
  await userEvent.type(first, '8')
  await userEvent.clear(screen.getByLabelText('Minimum stock: Store'))
  await save()

  await waitFor(() => expect(sent.some(({ method }) => method === 'PUT')).toBe(true))
  const body = await sent.find(({ method }) => method === 'PUT')?.json()
  expect(body.min_stock).toEqual([{ location_id: 1, quantity: 8 }])
  expect(body).not.toHaveProperty('supplier_id')
})

test('of a new supplier the cost is asked for, and sent with it', async () => {
  const errors = [{ field: 'unit_cost', code: 'cost_unknown', message: '', params: {} }]
  const sent = answer({
    ...suppliers,
    'GET /api/locations': places,
    'POST /api/products': () => problem(422, 'cost_unknown', { errors }),
  })
  draw(<ProductDialog opened onClose={vi.fn()} />)
  await fill()
  expect(screen.queryByLabelText('Unit cost')).toBeNull()
  await userEvent.click(screen.getByRole('combobox', { name: 'Usual supplier' }))
  await userEvent.click(await screen.findByRole('option', { name: 'North' }))
  await save()
  expect(await screen.findByText(/has no terms for this product/)).toBeDefined()
  await userEvent.type(screen.getByLabelText('Unit cost'), '1.2345')
  await save()

  const posts = () => sent.filter(({ method }) => method === 'POST')
  await waitFor(() => expect(posts()).toHaveLength(2))
  expect(await posts()[1]?.json()).toMatchObject({ supplier_id: 3, unit_cost: 1.2345 })
})

test('the page of a product says its minimum and of whom it is bought', async () => {
  open('/products/7', {
    ...suppliers,
    'GET /api/locations': places,
    'GET /api/products/7': () => Response.json(held),
    'GET /api/products/7/prices': () => list(),
    'GET /api/stock/movements': () => list(),
    'GET /api/auth/users': () => list(),
  })
  const least = await screen.findByText('Minimum stock')
  await waitFor(() =>
    expect(least.parentElement?.textContent).toBe('Minimum stockShop: 5 · Store: 3'),
  )
  const link = await screen.findByRole('link', { name: 'North' })
  expect(link.getAttribute('href')).toBe('/suppliers/3')
})

test('a price ten times as high is asked about before it is saved', async () => {
  const sent = answer({
    ...suppliers,
    'GET /api/locations': places,
    'PUT /api/products/7': () => Response.json(held),
  })
  const puts = () => sent.filter(({ method }) => method === 'PUT')
  draw(<ProductDialog opened onClose={vi.fn()} product={held} />)
  const price = await screen.findByLabelText('Price incl. tax')
  await userEvent.clear(price)
  await userEvent.type(price, '42')
  await save()
  expect(await screen.findByText('Green tea, Price incl. tax: €42.00? It was €4.20.')).toBeDefined()
  expect(puts()).toHaveLength(0)
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
  await waitFor(() => expect(puts()).toHaveLength(1))
})
