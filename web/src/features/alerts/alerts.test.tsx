import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const ofTea = {
  id: 1,
  kind: 'will_run_out',
  product_id: 7,
  location_id: 1,
  reference: null,
  params: { chance: 0.7 },
  state: 'new',
  raised_at: '2026-06-01T10:00:00Z',
  seen_at: null,
  seen_by: null,
  closed_at: null,
  closed_by: null,
}
const late = {
  ...ofTea,
  id: 2,
  kind: 'late_delivery',
  product_id: null,
  reference: 'purchase_order/14',
  params: { days: 3 },
  state: 'seen',
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/forecast/alerts': () => list(ofTea, late),
}

test('alerts are sentences with the way to what they are about', async () => {
  open('/forecast/alerts', answers)
  const tells = await screen.findByRole('link', {
    name: 'Green tea has a 70% chance of running out before a delivery can arrive.',
  })
  expect(tells.getAttribute('href')).toBe('/products/7')
  const order = screen.getByRole('link', { name: 'Order 14 is 3 days late.' })
  expect(order.getAttribute('href')).toBe('/orders/14')
  expect(screen.getByText('2 alerts to review')).toBeDefined()
})

test('what is seen or done is told, and the list is read again', async () => {
  let done = false
  const { sent } = open('/forecast/alerts', {
    ...answers,
    'GET /api/forecast/alerts': () => (done ? list(late) : list(ofTea, late)),
    'PUT /api/forecast/alerts/1': () => {
      done = true
      return Response.json({ ...ofTea, state: 'done' })
    },
  })
  const row = (await screen.findByText(/^Green tea has a 70% chance/)).closest('tr') as HTMLElement
  await userEvent.click(within(row).getByRole('button', { name: /^Done/ }))
  await waitFor(() => expect(screen.queryByText(/^Green tea has a 70% chance/)).toBeNull())
  const put = sent.find(({ method }) => method === 'PUT')
  expect(await put?.json()).toEqual({ state: 'done' })
})

test('in French, by kind', async () => {
  const { sent } = open('/forecast/alerts?kind=ran_out', answers, 'fr')
  expect(await screen.findByText('La commande 14 a 3 jours de retard.')).toBeDefined()
  expect(sent.some(({ url }) => url.includes('kind=ran_out') && url.includes('state=new'))).toBe(
    true,
  )
})
