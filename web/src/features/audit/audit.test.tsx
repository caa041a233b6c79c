import { readFileSync } from 'node:fs'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { i18n, speakAlso } from '@/shared/i18n'
import { open, problem, user } from '../../../tests/app'
import { list, north, shopFloor, tea } from '../../../tests/goods'

const act = {
  service: 'products',
  n: 12,
  ts: '2026-06-01T10:00:00Z',
  actor: 4,
  actor_name: 'Noa',
  action: 'product.changed',
  subject: `product/${tea.id}`,
  version: 3,
  changes: { price: { from: 4.2, to: 4.5 } },
  request_id: null,
  address: '192.0.2.7',
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => list({ ...user, id: 4, name: 'Noa' }),
  'GET /api/suppliers/3': () => Response.json({ ...north, id: 3, name: 'The mill' }),
  'GET /api/audit': () => list(act, { ...act, n: 13, action: 'brand.new', subject: 'thing' }),
}

const cells = async (...acts: object[]) => {
  open('/settings/audit', {
    ...answers,
    'GET /api/audit': () => list(...acts.map((each, n) => ({ ...act, n, ...each }))),
  })
  const [, ...rows] = await screen.findAllByRole('row')
  return rows.map((row) => within(row).getAllByRole('cell').slice(1))
}
/** What stands there before anything is unfolded. */
const shown = (cell: HTMLElement | undefined) => {
  const copy = cell?.cloneNode(true) as HTMLElement
  copy.querySelector('details')?.remove()
  return [...copy.querySelectorAll('li')].map((line) => line.textContent)
}

test('an administrator reads who changed what from what to what', async () => {
  open('/settings/audit', answers)
  expect((await screen.findAllByText('Noa')).length).toBeGreaterThan(0)
  expect(screen.getByRole('cell', { name: 'Changed a product' })).toBeDefined()
  expect(screen.getAllByText('Price: €4.20 → €4.50')).toHaveLength(2)
  const named = await screen.findByRole('link', { name: tea.name })
  expect(named.getAttribute('href')).toBe(`/products/${tea.id}`)
  expect(screen.getByText('brand.new')).toBeDefined()
})

test('fields, values and what has a name are said in words, the rest is among the details', async () => {
  const of = { product_id: tea.id, quantity: 24, received: 0, closed: 0, expected_on: null }
  const [signIn, order, terms, role] = await cells(
    { action: 'session.opened', subject: 'user/4', changes: { session: 2, address: '10.0.0.7' } },
    {
      action: 'order.received',
      subject: 'purchase_order/6',
      changes: {
        status: { from: 'placed', to: 'received' },
        expected_on: { from: null, to: '2026-06-02' },
        'line/31': { from: of, to: { ...of, received: 24 } },
        'line/32': { from: null, to: of },
        receipt_id: 5,
      },
    },
    {
      action: 'terms.changed',
      subject: 'supplier/3',
      changes: { [`product/${tea.id}`]: { preferred: { from: null, to: true } } },
    },
    { action: 'user.changed', subject: 'user/4', changes: { role: { from: 'user', to: 'admin' } } },
  )
  expect(await screen.findByText('The mill')).toBeDefined()
  expect(signIn?.[3]?.textContent).toBe('Noa')
  expect(shown(signIn?.[4])).toEqual([])
  expect(order?.[3]?.textContent).toBe('Order 6')
  expect(shown(order?.[4])).toEqual([
    'Status: placed → received',
    'Expected: 2 Jun 2026',
    `${tea.name}: Received 0 → 24`,
    `${tea.name}: added: Quantity 24`,
  ])
  expect(shown(terms?.[4])).toEqual([`${tea.name}: Usual supplier Yes`])
  expect(shown(role?.[4])).toEqual(['Role: Seller → Administrator'])
  expect(order?.[4]?.querySelector('details')?.textContent).toContain('"receipt_id": 5')
})

test('it says from where, of older sign-ins too, and of a service by itself nothing', async () => {
  const [changed, signIn, supplier] = await cells(
    {},
    { address: null, action: 'session.opened', changes: { address: '10.0.0.7' } },
    { address: null, action: 'supplier.added', changes: { address: '1 Mill Lane' } },
  )
  expect(changed?.[1]?.textContent).toBe('192.0.2.7')
  expect(signIn?.[1]?.textContent).toBe('10.0.0.7')
  expect(supplier?.[1]?.textContent).toBe('')
  expect(shown(supplier?.[4])).toEqual(['Address: 1 Mill Lane'])
})

test('what a role does not allow is told with the role that it needs', async () => {
  const refused = { action: 'right.refused', subject: 'route:PUT /api/auth/shop' }
  const [of, ofService] = await cells(
    { ...refused, changes: { needed_role: 'admin', own_role: 'viewer' } },
    { ...refused, changes: { needed_role: 'service account', own_role: 'user' } },
  )
  expect(of?.[3]?.textContent).toBe('Request PUT /api/auth/shop')
  expect(shown(of?.[4])).toEqual(['Role needed: Administrator', 'Own role: Viewer'])
  expect(shown(ofService?.[4])).toEqual(['Role needed: service account', 'Own role: Seller'])
})

test('every act that a service writes down has words', async () => {
  const contract = readFileSync('../shared/contracts/audit.py', 'utf8')
  const declared = /^Act = Literal\[([^\]]*)\]/m.exec(contract)?.[1] ?? ''
  const names = [...declared.matchAll(/"([a-z_.]+)"/g)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(60)
  await speakAlso('acts')
  expect(names.filter((name) => !i18n.exists(`acts.actions.${name}`))).toEqual([])
})

test('the service finds the acts of one person', async () => {
  const { sent } = open('/settings/audit', answers)
  await userEvent.click(await screen.findByRole('combobox', { name: 'Who' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Noa' }))
  await screen.findAllByText('Changed a product')
  const asked = sent.map(({ url }) => new URL(url)).filter((url) => url.pathname === '/api/audit')
  expect(asked.at(-1)?.searchParams.get('actor')).toBe('4')
})

test('the file is of the same acts, however many pages they are', async () => {
  const { sent } = open('/settings/audit?actor=4&page=2', {
    ...answers,
    'GET /api/audit/export.csv': () => problem(429, 'too_many_exports'),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Export CSV' }))
  expect(await screen.findByText(/Another download is in progress/)).toBeDefined()
  const asked = sent.map(({ url }) => new URL(url)).find((url) => url.pathname.endsWith('.csv'))
  expect(asked?.search).toBe('?actor=4&spreadsheet=point')
})

test('of who was erased a number is left', async () => {
  const [row] = await cells({ actor: 9, actor_name: '#9', subject: 'user/9', changes: {} })
  expect(row?.[0]?.textContent).toBe('Person 9')
  expect(row?.[3]?.textContent).toBe('Person 9')
})

test('what nobody did is the system’s, unless somebody tried to come in', async () => {
  const [failed, imported] = await cells(
    { service: 'auth_svc', actor: 0, action: 'sign_in.failed', subject: 'user/unknown' },
    { service: 'products_svc', actor: 0, action: 'products.imported', subject: 'products' },
  )
  expect(failed?.[0]?.textContent).toBe('nobody known')
  expect(failed?.[3]?.textContent).toBe('an address that nobody has')
  expect(imported?.[0]?.textContent).toBe('the system')
})

test('the settings lead to it for administrators alone', async () => {
  open('/settings/locations', {
    ...answers,
    'GET /api/auth/me': () => Response.json({ ...user, role: 'manager' }),
  })
  expect(await screen.findByRole('link', { name: 'Shop' })).toBeDefined()
  expect(screen.queryByRole('link', { name: 'Who did what' })).toBeNull()
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull()
})
