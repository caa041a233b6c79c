import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Product } from '@/shared/products'
import { answer, draw, open, problem } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'
import { ProductDialog } from './ProductDialog'

const mug = { ...tea, id: 8, sku: 'MUG', name: 'Mug', stock: 3 }
const gift = {
  ...tea,
  id: 9,
  sku: 'GIFT',
  name: 'Gift box',
  stock: 1,
  kind: 'bundle',
  components: [
    { product_id: 7, quantity: 4 },
    { product_id: 8, quantity: 2 },
  ],
}
const shirt = { ...tea, id: 20, sku: 'SHIRT', name: 'Shirt', stock: 0, kind: 'parent' }
const variant = (id: number, size: string, colour: string, stock: number) => ({
  ...tea,
  id,
  name: `Shirt ${size} ${colour}`,
  sku: `SHIRT-${size}-${colour}`,
  parent_id: 20,
  options: { size, colour },
  stock,
})
const variants = [
  variant(21, 'S', 'red', 2),
  variant(22, 'S', 'blue', 5),
  variant(23, 'M', 'red', 0),
]
const shelves = {
  'GET /api/products': ({ url }: Request) => {
    const asked = new URL(url).searchParams
    if (asked.get('parent_id') === '20') return list(...variants)
    return list(
      ...[tea, mug, gift, shirt].filter(({ id, kind }) =>
        asked.has('kind')
          ? kind === asked.get('kind')
          : !asked.has('ids') || asked.getAll('ids').includes(String(id)),
      ),
    )
  },
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => list(),
  'GET /api/stock/movements': () => list(),
}
const pricesOf = (id: number) => ({ [`GET /api/products/${id}/prices`]: () => list() })

test('a bundle says how many could be sold, and until when it may be something else', async () => {
  const sent = answer({
    ...shelves,
    'POST /api/products': () => Response.json(gift, { status: 201 }),
  })
  draw(<ProductDialog opened onClose={vi.fn()} />)
  await userEvent.click(await screen.findByRole('radio', { name: 'Bundle' }))
  expect(screen.getByText(/This can change until the product is sold or moved/)).toBeDefined()
  expect(screen.queryByLabelText('Initial stock')).toBeNull()
  await userEvent.type(screen.getByLabelText('Name'), 'Gift box')
  await userEvent.type(screen.getByLabelText('SKU'), 'GIFT')
  await userEvent.type(screen.getByLabelText('Price incl. tax'), '20')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Required.')).toBeDefined()
  expect(sent.some(({ method }) => method === 'POST')).toBe(false)

  await userEvent.click(screen.getByRole('combobox', { name: 'Add a component' }))
  const picker = { name: 'Add a component', expanded: true }
  expect(await screen.findByRole('combobox', picker)).toBeDefined()
  await userEvent.click(await screen.findByRole('option', { name: /Mug/ }))
  const quantity = await screen.findByLabelText('Mug: Quantity')
  await userEvent.clear(quantity)
  await userEvent.type(quantity, '2')
  expect(await screen.findByText('3 in stock, enough for 1')).toBeDefined()
  expect(screen.getByText('1 can be sold from stock.')).toBeDefined()
  // Only what has stock of its own is offered.
  expect(screen.queryByRole('option', { name: /Shirt/ })).toBeNull()

  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent.some(({ method }) => method === 'POST')).toBe(true))
  const post = sent.find(({ method }) => method === 'POST')
  expect(await post?.json()).toMatchObject({
    kind: 'bundle',
    stock: 0,
    components: [{ product_id: 8, quantity: 2 }],
  })
})

test('what a product is may change, and why it cannot is said there', async () => {
  const text = 'It has already been sold, moved, ordered or used'
  const sent = answer({
    ...shelves,
    'PUT /api/products/9': () =>
      problem(409, 'kind_fixed', {
        errors: [{ field: 'kind', code: 'kind_fixed', message: '', params: {} }],
      }),
  })
  draw(<ProductDialog opened onClose={vi.fn()} product={gift as unknown as Product} />)
  await userEvent.click(await screen.findByRole('radio', { name: 'Product' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect((await screen.findByText(new RegExp(text))).closest('[role=alert]')).toBeNull()
  expect(screen.queryByRole('alert')).toBeNull()
  const put = sent.find(({ method }) => method === 'PUT')
  expect(await put?.json()).toMatchObject({ kind: 'product', components: [] })
})

test('the page of a bundle shows what it takes, and which component is the least', async () => {
  open('/products/9', {
    ...shelves,
    ...pricesOf(9),
    'GET /api/products/9': () => Response.json(gift),
  })
  const table = await screen.findByRole('table', { name: 'Contents' })
  await within(table).findByText('Mug')
  const rows = within(table).getAllByRole('row')
  expect(rows[1]?.textContent).toBe('Green tea410 in stock2')
  expect(rows[2]?.textContent).toBe('Mug23 in stock1')
  expect(screen.getByText('Available')).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Adjust stock' })).toBeNull()
})

test('the page of a parent is a table of sizes and colours with the stock of each', async () => {
  open('/products/20', {
    ...shelves,
    ...pricesOf(20),
    'GET /api/products/20': () => Response.json(shirt),
  })
  const table = await screen.findByRole('table', { name: 'Variants' })
  const cells = within(table)
    .getAllByRole('row')
    .map((row) => row.textContent)
  expect(cells).toEqual(['size × colourredblue', 'S25', 'M0–'])
  expect(within(table).getByRole('link', { name: '5' }).getAttribute('href')).toBe('/products/22')
  // A parent itself is not sold.
  expect(document.querySelector('a[href*="product=20"]')).toBeNull()
})

test('all combinations are made at once, after it was shown which are new', async () => {
  const { sent } = open('/products/20', {
    ...shelves,
    ...pricesOf(20),
    'GET /api/products/20': () => Response.json(shirt),
    'POST /api/products/20/variants': async (request) => {
      const { dry_run } = await request.clone().json()
      const made = variants.map((each, n) => ({
        ...each,
        id: dry_run ? null : each.id,
        created: n > 0,
      }))
      return Response.json({ dry_run: dry_run ?? false, variants: made })
    },
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Create variants' }))
  const names = await screen.findAllByLabelText(/^Option/)
  expect(names.map((field) => (field as HTMLInputElement).value)).toEqual(['size', 'colour'])
  const values = screen.getAllByLabelText(/^Values/)
  await userEvent.type(values[0] as HTMLElement, ', L, L')
  await userEvent.click(screen.getByRole('button', { name: 'Preview' }))
  expect(await screen.findByText('2 new: Shirt S blue, Shirt M red')).toBeDefined()
  expect(screen.getByText('1 already exists and stays as it is.')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Create 2 variants' }))
  expect(await screen.findByText('2 variants were added.')).toBeDefined()
  const posts = sent.filter(({ url }) => url.endsWith('/variants'))
  const options = { size: ['S', 'M', 'L'], colour: ['red', 'blue'] }
  expect(await posts[0]?.json()).toEqual({ options, dry_run: true })
  expect(await posts[1]?.json()).toEqual({ options })
  expect(posts[1]?.headers.get('Idempotency-Key')).toBeTruthy()
})

test('too many combinations are refused in words', async () => {
  const errors = [{ field: 'options', code: 'too_many_variants', message: '', params: {} }]
  open('/products/20', {
    ...shelves,
    ...pricesOf(20),
    'GET /api/products/20': () => Response.json(shirt),
    'POST /api/products/20/variants': () => problem(422, 'invalid', { errors }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Create variants' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Preview' }))
  expect(await screen.findByText('That is too many combinations at once.')).toBeDefined()
})

test('a variant says whose it is', async () => {
  open('/products/21', {
    ...shelves,
    ...pricesOf(21),
    'GET /api/products/21': () => Response.json(variants[0]),
  })
  const link = await screen.findByRole('link', { name: 'Shirt' })
  expect(link.parentElement?.textContent).toBe('Variant of Shirt (size: S, colour: red)')
})

test('the list says what is no plain product, and gives a parent no stock', async () => {
  open('/products', shelves)
  const table = await screen.findByRole('table', { name: 'Products' })
  const row = (name: string) => within(table).getByText(name).closest('tr')?.textContent
  expect(row('Gift box')).toBe('Gift boxBundleGIFT–€4.201')
  expect(row('Shirt')).toBe('ShirtWith variantsSHIRT–€4.20–')
})

test('a catalogue file says line by line what it would do', async () => {
  const found = {
    dry_run: true,
    rows: 2,
    created: 1,
    changed: 1,
    unchanged: 0,
    changes: [
      { line: 2, name: 'TEA', created: false, changes: { price: { from: 4.2, to: 5 } } },
      { line: 3, name: 'MUG', created: true, changes: {} },
    ],
    rejected: [],
  }
  const { sent } = open('/products', {
    ...shelves,
    'POST /api/products/import': () => Response.json(found),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Import and export' }))
  await screen.findByText(/Stock changes through counts and receipts/)
  await userEvent.upload(
    document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement,
    new File(['sku,price\nTEA,5\n'], 'products.csv', { type: 'text/csv' }),
  )
  expect(await screen.findByText('Line 2, TEA: price 4.2 → 5')).toBeDefined()
  expect(screen.getByText('Line 3, MUG: new')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Import' }))
  expect(await screen.findByText('1 added, 1 changed.')).toBeDefined()
  const sheets = sent.filter(({ url }) => url.includes('/products/import'))
  expect(sheets.map(({ url }) => new URL(url).search)).toEqual(['?dry_run=true', '?dry_run=false'])
})
