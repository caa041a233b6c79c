import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, shopFloor, store } from '../../../tests/goods'

const tea = { id: 7, sku: 'TEA-1', name: 'Green tea', price: 12.5, stock: 9 }
const mug = { id: 8, sku: 'MUG-1', name: 'Mug', price: 9, stock: 2 }
const sale = { price_unknown: false, voided_at: null, sold_at: '2026-01-05T10:00:00Z' }
const recorded = {
  id: 3,
  total: 40,
  lines: [
    {
      ...sale,
      id: 1,
      product_id: 7,
      quantity: 2,
      price: 12.5,
      amount: 22.5,
      created_at: sale.sold_at,
    },
    {
      ...sale,
      id: 2,
      product_id: 8,
      quantity: 1,
      price: 9,
      amount: null,
      created_at: sale.sold_at,
    },
  ],
}
const products = (request: Request) => {
  const asked = new URL(request.url).searchParams.get('q')
  const rows = [tea, mug].filter((one) => asked === one.sku)
  return Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })
}

async function scan(user: ReturnType<typeof userEvent.setup>, code: string, quantity: string) {
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Product|Produit/ })),
  )
  await user.keyboard(`${code}{Enter}`)
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/^Quanti/)))
  await user.keyboard(quantity)
}

test('several products are one basket, by the keyboard alone', async () => {
  const { sent } = open('/sales/new', {
    'GET /api/products': products,
    'POST /api/sales/orders': () => Response.json(recorded, { status: 201 }),
  })
  const user = userEvent.setup()
  await screen.findByRole('textbox', { name: 'Product' })

  await scan(user, 'TEA-1', '2{Shift>}{Enter}{/Shift}')
  await scan(user, 'MUG-1', '1{Enter}')
  const basket = screen.getByRole('region', { name: 'Basket' })
  await user.type(within(basket).getByLabelText('Green tea: − %'), '10')
  expect(within(basket).getByText('Total €31.50')).toBeDefined()
  await user.click(screen.getByRole('textbox', { name: 'Product' }))
  await user.keyboard('{Enter}')

  await screen.findByText('Sold: €40.00.')
  const posted = sent.filter((request) => request.method === 'POST')
  const order = posted.find((request) => request.url.endsWith('/api/sales/orders'))
  expect(await order?.json()).toMatchObject({
    lines: [
      { product_id: 7, quantity: 2, discount: { percent: 10 } },
      { product_id: 8, quantity: 1 },
    ],
  })
  expect(order?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
  expect(screen.queryByRole('region', { name: 'Basket' })).toBeNull()
  expect(
    within(screen.getByRole('region', { name: 'Recorded just now' })).getAllByRole('listitem'),
  ).toHaveLength(2)
})

test.each([
  ['en', 'There is not enough in stock: 2 left.', 'Sell and count'],
  ['fr', 'Le stock ne suffit pas : il en reste 2.', 'Vendre et compter'],
] as const)(
  'a refusal stands at its line, and a manager may sell anyway, in %s',
  async (language, reason, offer) => {
    const errors = [
      {
        field: 'lines.1.quantity',
        code: 'insufficient_stock',
        message: '',
        params: { line: 1, product_id: 8, left: 2 },
      },
    ]
    let tries = 0
    const { sent } = open(
      '/sales/new',
      {
        'GET /api/products': products,
        'POST /api/sales/orders': () =>
          tries++
            ? Response.json(recorded, { status: 201 })
            : problem(409, 'basket_refused', { errors }),
      },
      language,
    )
    const user = userEvent.setup()
    await screen.findByRole('textbox', { name: /Product|Produit/ })
    await scan(user, 'TEA-1', '2{Shift>}{Enter}{/Shift}')
    await scan(user, 'MUG-1', '3{Enter}')

    await user.click(screen.getByRole('button', { name: /^Record the sale|^Enregistrer la vente/ }))

    const refused = (await screen.findByText(reason)).closest('li')
    expect(refused?.textContent).toContain('Mug')
    await user.click(screen.getByRole('button', { name: offer }))
    await waitFor(() => expect(screen.queryByText(reason)).toBeNull())
    const orders = sent.filter((request) => request.url.endsWith('/api/sales/orders'))
    const [first, second] = await Promise.all(orders.map((request) => request.json()))
    expect(first.short_stock).toBeUndefined()
    expect(second.short_stock).toBe('correct')
  },
)

test('a device sells where it was told to once, from what lies there', async () => {
  const levels = [{ product_id: 7, location_id: 2, on_hand: 4 }]
  const answers = {
    'GET /api/products': products,
    'GET /api/locations': () => list(shopFloor, store, { ...store, id: 3, archived: true }),
    'GET /api/stock': () => list(...levels),
    'POST /api/sales': () => Response.json(recorded.lines[0], { status: 201 }),
  }
  const { sent } = open('/sales/new', answers)
  const user = userEvent.setup()
  const place = await screen.findByRole('combobox', { name: 'Location' })
  await user.click(place)
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'Shop',
    'Store',
  ])
  await user.click(screen.getByRole('option', { name: 'Store' }))
  await user.click(screen.getByRole('textbox', { name: 'Product' }))
  await scan(user, 'TEA-1', '1')
  expect(await screen.findByText('In stock: 4, 3 after this sale')).toBeDefined()
  await user.keyboard('{Enter}')
  await waitFor(() =>
    expect(sent.some(({ method, url }) => method === 'POST' && url.endsWith('/sales'))).toBe(true),
  )
  const sale = sent.find(({ method, url }) => method === 'POST' && url.endsWith('/sales'))
  expect(await sale?.json()).toMatchObject({ product_id: 7, location_id: 2 })
  expect(localStorage.getItem('previstock.till.location')).toBe('2')
})

test('where there is one location, none is asked for or sent', async () => {
  localStorage.setItem('previstock.till.location', '2')
  const { sent } = open('/sales/new', {
    'GET /api/products': products,
    'GET /api/locations': () => list(shopFloor),
    'POST /api/sales': () => Response.json(recorded.lines[0], { status: 201 }),
  })
  const user = userEvent.setup()
  await screen.findByRole('textbox', { name: 'Product' })
  await scan(user, 'TEA-1', '1{Enter}')
  await waitFor(() =>
    expect(sent.some(({ method, url }) => method === 'POST' && url.endsWith('/sales'))).toBe(true),
  )
  const sale = sent.find(({ method, url }) => method === 'POST' && url.endsWith('/sales'))
  expect(await sale?.json()).not.toHaveProperty('location_id')
  expect(screen.queryByRole('combobox', { name: 'Location' })).toBeNull()
})
