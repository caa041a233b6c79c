import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, draw, problem } from '../../../tests/app'
import { list, shopFloor } from '../../../tests/goods'
import { SaleForm } from './SaleForm'

const tea = { id: 7, sku: 'TEA-1', name: 'Green tea', price: 4.2, stock: 9 }
const teaLarge = { ...tea, id: 8, sku: 'TEA-10', name: 'Green tea, large' }
const empty = { isEmpty: true, add: vi.fn(), scan: vi.fn(), record: vi.fn() }
const found = () => Response.json([teaLarge, tea], { headers: { 'X-Total-Count': '2' } })
const places = { 'GET /api/locations': () => list(shopFloor) }
const recorded = { id: 1, product_id: 7, quantity: 3, price: 4.2, sold_at: '2026-01-01T00:00:00Z' }

beforeEach(() => void answer(places))

test('a scanned code, Enter, a quantity, Enter: the sale is sent, and the next can be scanned', async () => {
  const sent = answer({
    ...places,
    'GET /api/products': found,
    'POST /api/sales': () => Response.json(recorded, { status: 201 }),
  })
  const onRecorded = vi.fn()
  draw(<SaleForm chosen={null} onRecorded={onRecorded} basket={empty} />)
  const user = userEvent.setup()

  await user.keyboard('TEA-1{Enter}')
  const quantity = screen.getByLabelText('Quantity')
  await waitFor(() => expect(document.activeElement).toBe(quantity))
  await user.keyboard('3{Enter}')
  await waitFor(() => expect(onRecorded).toHaveBeenCalled())

  const sale = sent.find((request) => request.method === 'POST')
  expect(await sale?.json()).toMatchObject({ product_id: 7, quantity: 3 })
  expect(sale?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Product' }))
})

test.each([
  ['en', 'Only 2 left of Green tea, you asked for 3.', 'Sell the 2 that are left'],
  ['fr', 'Il ne reste que 2 Green tea, vous en demandez 3.', 'Vendre les 2 restants'],
] as const)('short stock says what is left, in %s', async (language, sentence, offer) => {
  answer({
    ...places,
    'POST /api/sales': () => problem(409, 'insufficient_stock', { params: { left: 2 } }),
  })
  draw(<SaleForm chosen={tea as never} onRecorded={() => undefined} basket={empty} />, language)
  const user = userEvent.setup()

  await user.clear(screen.getByLabelText(/^Quanti/))
  await user.type(screen.getByLabelText(/^Quanti/), '3{Enter}')

  expect((await screen.findByText(sentence)).textContent).toContain(sentence)
  expect(screen.getByRole('button', { name: offer })).toBeDefined()
})

test('the same sale sent again after a lost answer carries the same key and time', async () => {
  const sent = answer({
    ...places,
    'POST /api/sales': () => Promise.reject(new TypeError('lost')),
  })
  draw(<SaleForm chosen={tea as never} onRecorded={() => undefined} basket={empty} />)
  const user = userEvent.setup()
  const record = screen.getByRole('button', { name: 'Record the sale' })

  await user.click(record)
  await screen.findByText(/cannot be reached/)
  await user.click(record)
  const posts = () => sent.filter(({ method }) => method === 'POST')
  await waitFor(() => expect(posts()).toHaveLength(2))

  const [first, second] = await Promise.all(
    posts().map(async (request) => [request.headers.get('Idempotency-Key'), await request.text()]),
  )
  expect(second).toEqual(first)
})

test('a part of a kilo is typed as the language writes it, and comes to whole cents', async () => {
  const ham = { ...tea, name: 'Jambon', price: 9.99, unit: 'kg', quantity_decimals: 3 }
  const sent = answer({
    ...places,
    'POST /api/sales': () => Response.json({ ...recorded, quantity: 0.35 }, { status: 201 }),
  })
  draw(<SaleForm chosen={ham as never} onRecorded={() => undefined} basket={empty} />, 'fr')
  const user = userEvent.setup()
  const quantity = screen.getByLabelText<HTMLInputElement>('Quantité')

  await user.clear(quantity)
  await user.type(quantity, '0,35')
  expect(quantity.value).toBe('0,35\u00a0kg')
  expect(screen.getByText(/^Total 3,50\s€$/)).toBeDefined()
  expect(screen.getByText(/^En stock\s: 9\skg, 8,65\skg après cette vente$/)).toBeDefined()
  await user.type(quantity, '{Enter}')

  await waitFor(() => expect(sent.some(({ method }) => method === 'POST')).toBe(true))
  const sale = sent.find(({ method }) => method === 'POST')
  expect(await sale?.json()).toMatchObject({ product_id: 7, quantity: 0.35 })
  expect(await screen.findByText(/0,35\skg × Jambon/)).toBeDefined()
})

test('of a product of pieces no part can be typed', async () => {
  draw(<SaleForm chosen={tea as never} onRecorded={() => undefined} basket={empty} />)
  const quantity = screen.getByLabelText<HTMLInputElement>('Quantity')
  await userEvent.clear(quantity)
  await userEvent.type(quantity, '1.5')
  expect(quantity.value).toBe('15')
})

test('a price and the total have the currency of the shop', async () => {
  draw(<SaleForm chosen={tea as never} onRecorded={() => undefined} basket={empty} />, 'fr', {
    currency: 'CHF',
  })
  const price = screen.getByLabelText<HTMLInputElement>('Prix unitaire')
  expect(price.placeholder).toMatch(/^4,20\sCHF$/)
  await userEvent.type(price, '5,5')
  expect(screen.getByText(/^Total 5,50\sCHF$/)).toBeDefined()
})

test('a scanned barcode goes into the basket with what its label says', async () => {
  answer({
    ...places,
    'GET /api/products/scan': () =>
      Response.json({ product: tea, quantity: 0.25, amount: null, lot: null, expires_on: null }),
  })
  const scan = vi.fn()
  draw(<SaleForm chosen={null} onRecorded={() => undefined} basket={{ ...empty, scan }} />)

  await userEvent.setup().keyboard('2100077002506{Enter}')

  await waitFor(() => expect(scan).toHaveBeenCalled())
  expect(scan.mock.lastCall?.[0]).toMatchObject({ product: { id: 7 }, quantity: 0.25 })
})
