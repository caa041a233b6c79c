import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, order, shopFloor, tea } from '../../../tests/goods'

const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/purchase-orders/14': () => Response.json(order),
  'GET /api/purchase-orders/14/receipts': () => Response.json([]),
}
const POST = 'POST /api/purchase-orders/14/receipts'
const received = () => Response.json({ order_status: 'received', order_version: 6 })
const submit = () => userEvent.click(screen.getByRole('button', { name: 'Put into stock' }))
const units = () => screen.findByLabelText<HTMLInputElement>('Green tea: Received')

test('scanned ones are counted; a rest that did not come is told with its reason', async () => {
  const label = { quantity: null, amount: null, lot: 'L1', expires_on: '2027-01-31' }
  const { sent } = open('/orders/14/receive', {
    ...answers,
    'GET /api/products/scan': ({ url }) =>
      url.includes('COFFEE')
        ? problem(422, 'code_unreadable')
        : Response.json({ product: tea, ...label }),
    [POST]: received,
  })
  const scan = await screen.findByLabelText(/^Scan or type/)
  await userEvent.type(scan, 'COFFEE{Enter}')
  expect(await screen.findByText('No line of this order has the code “COFFEE”.')).toBeDefined()
  await userEvent.type(scan, 'TEA{Enter}')
  expect((await units()).value).toBe('1')
  await userEvent.type(scan, '3760000000017{Enter}')
  await waitFor(async () => expect((await units()).value).toBe('2'))

  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'And the other 22?' }),
    'Damaged',
  )
  await userEvent.type(screen.getByLabelText('Green tea: Note'), 'Wet boxes')
  await userEvent.type(screen.getByLabelText('Freight'), '5')
  await submit()
  expect(await screen.findByText('The goods of order 14 are in stock.')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('receipts'))
  expect(await post?.json()).toMatchObject({
    lines: [
      {
        line_id: 31,
        quantity: 2,
        lot: 'L1',
        expires_on: '2027-01-31',
        discrepancy: { quantity: 22, reason: 'damaged', note: 'Wet boxes' },
      },
    ],
    freight: 5,
    spread: 'value',
    confirm_over_receipt: false,
  })
  expect(post?.headers.get('If-Match')).toBe('"5"')
})

test('more than was ordered is kept only when somebody confirms it', async () => {
  const { sent } = open('/orders/14/receive', { ...answers, [POST]: received })
  await userEvent.click(await screen.findByRole('button', { name: 'Receive all as ordered' }))
  expect((await units()).value).toBe('24')
  expect(screen.getByText('Complete')).toBeDefined()
  await userEvent.clear(await units())
  await userEvent.type(await units(), '30')
  expect(screen.getByText('6 more than expected')).toBeDefined()
  await submit()
  expect(screen.getByText(/More arrived than expected/)).toBeDefined()
  expect(sent.some(({ method, url }) => method === 'POST' && url.endsWith('receipts'))).toBe(false)
  await userEvent.click(screen.getByLabelText('Keep what was not ordered'))
  await submit()
  expect(await screen.findByText('The goods of order 14 are in stock.')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('receipts'))
  expect(await post?.json()).toMatchObject({ confirm_over_receipt: true })
})

test('who receives second hears what the first one took in, and what was typed stays', async () => {
  let stored = order
  open('/orders/14/receive', {
    ...answers,
    'GET /api/purchase-orders/14': () => Response.json(stored),
    [POST]: () => {
      const [line] = order.lines
      stored = {
        ...order,
        version: 6,
        status: 'partially_received',
        lines: [{ ...line, received: 20, open: 4 }] as typeof order.lines,
      }
      const state = (units: number) => ({ quantity: 24, received: units, closed: 0 })
      const changes = { 'line/31': { from: state(0), to: state(20) } }
      const seen = [{ version: 6, user_id: 2, action: '', ts: '2026-06-01T10:00:00Z', changes }]
      return problem(412, 'order_changed', { params: { version: 6, changes: seen } })
    },
  })
  await userEvent.type(await units(), '24')
  await submit()
  const alert = await screen.findByRole('alert')
  expect(
    within(alert).getByText(/Green tea: 24 ordered, 0 received → 24 ordered, 20/),
  ).toBeDefined()
  expect(await screen.findByText('20 more than expected')).toBeDefined()
  expect((await units()).value).toBe('24')
})

test('goods that came before are received at the time when they did, by the shop’s clock', async () => {
  const { sent } = open('/orders/14/receive', { ...answers, [POST]: received })
  await userEvent.click(await screen.findByRole('button', { name: 'Receive all as ordered' }))
  const came = screen.getByLabelText('Received at')
  fireEvent.change(came, { target: { value: '2999-01-01T09:30' } })
  await submit()
  expect(screen.getByText(/This time is in the future/)).toBeDefined()
  expect(sent.some(({ method, url }) => method === 'POST' && url.endsWith('receipts'))).toBe(false)
  fireEvent.change(came, { target: { value: '2026-06-01T09:30' } })
  await submit()
  expect(await screen.findByText('The goods of order 14 are in stock.')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('receipts'))
  expect(await post?.json()).toMatchObject({ received_at: '2026-05-31T21:30:00.000Z' })
})

test('a cost ten times as high is asked about before the goods are in stock', async () => {
  const { sent } = open('/orders/14/receive', { ...answers, [POST]: received })
  await userEvent.type(await units(), '2')
  await userEvent.click(screen.getByRole('button', { name: 'Lot, expiry, other cost' }))
  await userEvent.type(screen.getByLabelText('Unit cost'), '20')
  await submit()
  expect(await screen.findByText(/^Green tea, Unit cost: €20\.00\? It was /)).toBeDefined()
  expect(sent.some(({ method, url }) => method === 'POST' && url.endsWith('receipts'))).toBe(false)
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
  expect(await screen.findByText('The goods of order 14 are in stock.')).toBeDefined()
})
