import 'fake-indexeddb/auto'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signOut } from '@/api/session'
import { open, user as person, problem, tokenOf } from '../../../../tests/app'
import { list, tea as stored } from '../../../../tests/goods'
import { database } from '../queue/database'

const tea = { ...stored, sku: 'TEA-1', price: 12.5, stock: 9, barcodes: [], tax_rate: 20 }
const mug = { ...tea, id: 8, sku: 'MUG-1', name: 'Mug', price: 9, stock: 2 }
const sale = { product_id: 8 }
const products = (request: Request) => {
  const query = new URL(request.url).searchParams
  const asked = query.get('q')
  return list(...[tea, mug].filter((one) => (asked ? one.sku === asked : query.has('ids'))))
}
const shop = {
  'GET /api/sales': () => list(sale, sale, { product_id: 7 }),
  'GET /api/products': products,
  'GET /api/locations': () => list(),
}
const short = (left: number) =>
  problem(409, 'basket_refused', {
    errors: [
      {
        field: 'lines.0.quantity',
        code: 'insufficient_stock',
        message: '',
        params: { line: 0, left },
      },
    ],
  })

const field = () => screen.findByRole('combobox', { name: /Scan or type|Scannez ou tapez/ })
const basket = () => screen.getByRole('region', { name: /^(Basket|Ticket)$/ })
const orders = (sent: Request[]) =>
  sent.filter(({ method, url }) => method === 'POST' && url.endsWith('/api/sales/orders'))

beforeEach(async () => {
  sessionStorage.clear()
  const kept = await database()
  await Promise.all([kept.clear('baskets'), kept.clear('products'), kept.clear('facts')])
})
afterEach(() => signOut())

test('a scan is one more, Enter twice records, and what was recorded can be undone', async () => {
  const { sent } = open('/sales/new', {
    ...shop,
    'POST /api/sales/orders': () => Response.json({ id: 3, total: 34 }, { status: 201 }),
    'POST /api/sales/orders/3/void': () => Response.json({ id: 3, voided: true }),
  })
  const user = userEvent.setup()
  await user.click(await field())
  // As a scanner does it: faster than answers arrive.
  await user.keyboard('TEA-1{Enter}MUG-1{Enter}TEA-1{Enter}')
  await waitFor(() => expect(within(basket()).getAllByRole('listitem')).toHaveLength(2))
  expect(within(basket()).getByLabelText<HTMLInputElement>('Green tea: quantity').value).toBe('2')
  expect(basket().textContent).toContain('incl. tax at 20%€5.67')

  await user.keyboard('{Enter}')
  expect(orders(sent)).toHaveLength(0)
  await user.keyboard('{Enter}')

  expect(await screen.findByText('Recorded: €34.00.')).toBeDefined()
  const [order] = orders(sent)
  expect(await order?.clone().json()).toMatchObject({
    lines: [
      { product_id: 7, quantity: 2, price: 12.5 },
      { product_id: 8, quantity: 1, price: 9 },
    ],
  })
  expect(order?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('Cancelled')).toBeDefined()
  expect(sent.some(({ url }) => url.endsWith('/orders/3/void'))).toBe(true)
})

test('what is sold most stands first, and a tap sells it', async () => {
  open('/sales/new', shop)
  const tiles = await screen.findByRole('listbox', { name: 'Best sellers' })
  const names = within(tiles).getAllByRole('option')
  expect(names.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Mug'),
    expect.stringContaining('Green tea'),
  ])
  await userEvent.click(names[0] as HTMLElement)
  expect(basket().textContent).toContain('Mug')
})

test('a parent asks which of its variants is sold', async () => {
  const shirt = { ...tea, id: 20, sku: 'SHIRT', name: 'Shirt', kind: 'parent' }
  const variant = { ...tea, id: 21, name: 'Shirt S blue', parent_id: 20 }
  open('/sales/new', {
    ...shop,
    'GET /api/products': (request) => {
      const query = new URL(request.url).searchParams
      if (query.get('parent_id') === '20') return list(variant)
      return list(...(query.get('q') === 'shirt' ? [shirt] : []))
    },
  })
  const user = userEvent.setup()
  await user.type(await field(), 'shirt{Enter}')
  expect(await screen.findByText('Which Shirt?')).toBeDefined()
  await user.click(await screen.findByRole('option', { name: /Shirt S blue/ }))
  expect(basket().textContent).toContain('Shirt S blue')
  expect(screen.queryByText('Which Shirt?')).toBeNull()
})

test('an answer to something else can be seen, and not taken', async () => {
  const waiting: (() => void)[] = []
  open('/sales/new', {
    ...shop,
    'GET /api/products': async (request) => {
      if (new URL(request.url).searchParams.get('q') === 'MUG-1') {
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      return products(request)
    },
  })
  const user = userEvent.setup()
  await user.type(await field(), 'TEA-1')
  const option = await screen.findByRole('option', { name: /Green tea/, selected: true })
  await user.clear(await field())
  await user.type(await field(), 'MUG-1')
  await user.click(option)
  expect(within(basket()).queryByText('Green tea')).toBeNull()

  // What is being looked for while one types is given up at Enter, which asks for itself.
  await waitFor(() => expect(waiting).toHaveLength(1))
  await user.keyboard('{Enter}')
  await waitFor(() => expect(waiting).toHaveLength(2))
  for (const answer of waiting) answer()
  expect(await within(basket()).findByText('Mug')).toBeDefined()
  expect(within(basket()).queryByText('Green tea')).toBeNull()
})

test.each([
  ['en', 'Only 2 left.', 'Sell 2', 'Sell anyway'],
  ['fr', 'Il n’en reste que 2.', 'Vendre 2', 'Vendre quand même'],
] as const)(
  'short stock offers what can be done about it, in %s',
  async (language, text, rest, anyway) => {
    let refused = 0
    const { sent } = open(
      '/sales/new',
      {
        ...shop,
        'POST /api/sales/orders': () =>
          refused++ === 0 ? short(2) : Response.json({ id: 4 }, { status: 201 }),
      },
      language,
    )
    const user = userEvent.setup()
    await user.click(await field())
    await user.keyboard('MUG-1{Enter}')
    await within(await screen.findByRole('region', { name: /^(Basket|Ticket)$/ })).findByText('Mug')
    await user.keyboard('*3{Enter}{Enter}{Enter}')

    expect(await screen.findByText(text)).toBeDefined()
    expect(screen.getByRole('button', { name: rest })).toBeDefined()
    await user.click(screen.getByRole('button', { name: anyway }))
    await waitFor(() => expect(orders(sent)).toHaveLength(2))
    const [first, second] = orders(sent)
    expect(await second?.json()).toMatchObject({ short_stock: 'correct', lines: [{ quantity: 3 }] })
    expect(second?.headers.get('Idempotency-Key')).toBe(first?.headers.get('Idempotency-Key'))
  },
)

test('a code scanned into a quantity is a code', async () => {
  open('/sales/new', {
    ...shop,
    'GET /api/products/scan': () =>
      Response.json({ product: mug, quantity: null, amount: null, lot: null, expires_on: null }),
  })
  const user = userEvent.setup()
  await user.click(await field())
  await user.keyboard('TEA-1{Enter}')
  const quantity = await screen.findByLabelText<HTMLInputElement>('Green tea: quantity')
  await user.click(quantity)
  await user.keyboard('4006381333931{Enter}')

  expect(await within(basket()).findByText('Mug')).toBeDefined()
  expect(quantity.value).toBe('1')
})

test('away from the network a basket waits in sight, and is recorded later', async () => {
  let away = false
  const routes = {
    ...shop,
    'POST /api/auth/refresh': () => {
      if (away) throw new TypeError('away')
      return Response.json({ access_token: tokenOf(person.id), expires_in: 900 })
    },
    'POST /api/sales/orders': () => {
      if (away) throw new TypeError('away')
      return Response.json({ id: 3 }, { status: 201 })
    },
  }
  const { sent } = open('/sales/new', routes)
  const user = userEvent.setup()
  await user.click(await field())
  await user.keyboard('TEA-1{Enter}')
  await within(basket()).findByText('Green tea')
  away = true
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  window.dispatchEvent(new Event('offline'))
  await user.keyboard('{Enter}{Enter}')

  expect(await screen.findByText('Saved on this device: €12.50. Not recorded yet.')).toBeDefined()
  const banner = await screen.findByText(/1 basket not recorded yet: €12\.50\./)
  expect(banner.textContent).toContain('Offline.')
  expect(screen.getByRole('region', { name: 'Not recorded yet' }).textContent).toContain(
    '1 × Green tea',
  )

  away = false
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true)
  window.dispatchEvent(new Event('online'))
  expect(await screen.findByRole('link', { name: 'Basket 3' })).toBeDefined()
  expect(screen.queryByRole('region', { name: 'Not recorded yet' })).toBeNull()
  const keys = orders(sent).map((request) => request.headers.get('Idempotency-Key'))
  expect(new Set(keys).size).toBe(1)
})

test('ten times what people buy at once is asked about when it is recorded, not while scanning', async () => {
  const { sent } = open('/sales/new', {
    ...shop,
    'GET /api/products': () => list({ ...tea, stock: 5000 }),
    'GET /api/sales': ({ url }) =>
      url.includes('product_id=') ? list({ quantity: 2 }, { quantity: 3 }) : list(sale),
    'POST /api/sales/orders': () => Response.json({ id: 3, total: 34 }, { status: 201 }),
  })
  const user = userEvent.setup()
  await user.click(await field())
  await user.keyboard('TEA-1{Enter}')
  await within(basket()).findByText('Green tea')
  const usual = () => sent.filter(({ url }) => url.includes('product_id='))
  expect(usual()).toHaveLength(0)
  await user.keyboard('*1000{Enter}')
  await waitFor(() => expect(usual()).toHaveLength(1))
  await user.keyboard('{Enter}{Enter}')
  const question = await screen.findByRole('dialog', { name: 'Is this right?' })
  expect(question.textContent).toContain('Sell 1,000 × Green tea? Usually 2 at a time.')
  expect(orders(sent)).toHaveLength(0)
  await user.click(within(question).getByRole('button', { name: 'Keep' }))
  await waitFor(() => expect(orders(sent)).toHaveLength(1))
})
