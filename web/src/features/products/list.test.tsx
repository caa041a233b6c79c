import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, tea } from '../../../tests/goods'

// Nothing is downloaded where there is no browser.
vi.mock('@/shared/save-file', () => ({ saveFile: vi.fn() }))

const mint = { ...tea, id: 8, sku: 'MINT', name: 'Mint', category: 'Herbs', version: 4 }
const archived = () => new Response(null, { status: 204 })
const answers = {
  'GET /api/products': () => list(tea, mint),
  'GET /api/forecast/total': () => Response.json({ parts: [{ category: 'Herbs' }] }),
  'DELETE /api/products/7': archived,
  'DELETE /api/products/8': archived,
  'POST /api/products/7/restore': () => Response.json(tea),
  'POST /api/products/8/restore': () => Response.json(mint),
}
const writes = (sent: Request[]) =>
  sent
    .filter(({ method, url }) => method !== 'GET' && url.includes('/api/products'))
    .map(({ method, url }) => `${method} ${new URL(url).pathname}`)

test('products are filtered by category, by stock and by whether they were archived', async () => {
  const { sent } = open('/products', answers)
  await screen.findByText('Green tea')
  await userEvent.click(screen.getByRole('combobox', { name: 'Category' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Herbs' }))
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Stock' }), 'At most 5 left')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Archived' }))
  await waitFor(() => expect(window.location.search).toBe('?category=Herbs&left=5&archived=true'))
  const asked = new URL(sent.filter(({ url }) => url.includes('/api/products?')).at(-1)?.url ?? '')
  expect(asked.searchParams.get('category')).toBe('Herbs')
  expect(asked.searchParams.get('low_stock')).toBe('5')
  expect(asked.searchParams.get('archived')).toBe('true')
})

test('the file holds what the list shows, with numbers as the reader writes them', async () => {
  const { sent } = open(
    '/products?q=the&category=Herbs&left=5&archived=true',
    { ...answers, 'GET /api/products/export.csv': () => new Response('sku') },
    'fr',
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Exporter en CSV' }))
  const url = new URL(sent.find((request) => request.url.includes('export.csv'))?.url ?? '')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    q: 'the',
    similar: 'true',
    category: 'Herbs',
    low_stock: '5',
    archived: 'true',
    spreadsheet: 'comma',
  })
})

test('chosen products are archived together, and come back by one press', async () => {
  const { sent } = open('/products', answers)
  await screen.findByText('Green tea')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all on this page' }))
  expect(screen.getByText('2 chosen')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Archive' }))
  expect(await screen.findByText('2 products are archived.')).toBeDefined()
  expect(writes(sent)).toEqual(['DELETE /api/products/7', 'DELETE /api/products/8'])
  expect(screen.queryByText('2 chosen')).toBeNull()

  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('2 products are as they were.')).toBeDefined()
  expect(writes(sent).slice(2)).toEqual([
    'POST /api/products/7/restore',
    'POST /api/products/8/restore',
  ])
})

test('of several products those are changed that can be, and what failed is said', async () => {
  open('/products', {
    ...answers,
    'DELETE /api/products/7': () => problem(404, 'product_not_found'),
  })
  await screen.findByText('Green tea')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all on this page' }))
  await userEvent.click(screen.getByRole('button', { name: 'Archive' }))
  expect(await screen.findByText('1 product is archived.')).toBeDefined()
  expect(screen.getByText('This product no longer exists.')).toBeDefined()
})

test('a category is given to several at once, without their stock, and taken back', async () => {
  const bodies: Record<string, unknown>[] = []
  const put = async (request: Request) => {
    const body = (await request.json()) as Record<string, unknown>
    bodies.push({ ...body, match: request.headers.get('if-match') })
    return Response.json(body)
  }
  open('/products', { ...answers, 'PUT /api/products/7': put, 'PUT /api/products/8': put })
  await screen.findByText('Green tea')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Green tea' }))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Mint' }))
  await userEvent.click(screen.getByRole('button', { name: 'Change category' }))
  const dialog = await screen.findByRole('dialog', { name: 'Category of 2 products' })
  await userEvent.type(within(dialog).getByRole('combobox', { name: /^Category/ }), 'Herbs')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  // Mint is among the herbs already.
  const said = await screen.findByText('The category of 1 product is changed.')
  expect(bodies).toHaveLength(1)
  expect(bodies[0]).toMatchObject({ sku: 'TEA', category: 'Herbs', match: '"1"' })
  expect(bodies[0]).not.toHaveProperty('stock')

  await userEvent.click(
    within(said.parentElement as HTMLElement).getByRole('button', { name: 'Undo' }),
  )
  await waitFor(() => expect(bodies).toHaveLength(2))
  expect(bodies[1]).toMatchObject({ sku: 'TEA', category: null, match: '"2"' })
})
