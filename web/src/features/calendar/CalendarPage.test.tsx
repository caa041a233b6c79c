import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { open } from '../../../tests/app'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

const sale = {
  id: 3,
  kind: 'promotion',
  name: 'Tea week',
  first_day: '2026-06-05',
  last_day: '2026-06-09',
  product_id: null,
  category: 'Tea',
  lift: null,
  discount_percent: null,
}
const answers = {
  'GET /api/forecast/calendar': () => Response.json([sale]),
  'PUT /api/forecast/calendar/3': () => Response.json({ ...sale, id: 4 }),
  'DELETE /api/forecast/calendar/3': () => new Response(null, { status: 204 }),
}

test('a new entry is of the day that it is in the shop', async () => {
  open('/forecast/calendar', answers)
  fireEvent.click(await screen.findByRole('button', { name: 'New entry' }))
  expect((await screen.findByLabelText<HTMLInputElement>('First day')).value).toBe('2026-06-02')
})

test('the calendar is a month, in which one walks by keys and enters on a day', async () => {
  open('/forecast/calendar', answers)
  const today = await screen.findByRole('button', { name: /^New entry on Tue,? 2 Jun$/ })
  expect(screen.getByRole('table', { name: 'June 2026' })).toBeDefined()
  fireEvent.keyDown(today, { key: 'PageDown' })
  const later = await screen.findByRole('button', { name: /^New entry on Thu,? 2 Jul$/ })
  await waitFor(() => expect(document.activeElement).toBe(later))
  expect(screen.getByRole('heading', { name: 'July 2026' })).toBeDefined()
  fireEvent.click(later)
  expect((await screen.findByLabelText<HTMLInputElement>('First day')).value).toBe('2026-07-02')
})

test('an entry is changed where it stands', async () => {
  const { sent } = open('/forecast/calendar', answers)
  const entries = await screen.findAllByRole('button', { name: /Promotion: Tea week/ })
  fireEvent.click(entries[0] as HTMLElement)
  const lift = await screen.findByLabelText(/Sales multiplied by/)
  fireEvent.change(lift, { target: { value: '2' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent.some(({ method }) => method === 'PUT')).toBe(true))
  expect(await sent.find(({ method }) => method === 'PUT')?.json()).toEqual({
    kind: 'promotion',
    name: 'Tea week',
    first_day: '2026-06-05',
    last_day: '2026-06-09',
    category: 'Tea',
    lift: 2,
  })
})

test('an entry is removed only after a question', async () => {
  const { sent } = open('/forecast/calendar?view=list', answers)
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Tea week' }))
  expect(sent.some(({ method }) => method === 'DELETE')).toBe(false)
  fireEvent.click(await screen.findByRole('button', { name: 'Remove' }))
  await waitFor(() => expect(sent.some(({ method }) => method === 'DELETE')).toBe(true))
})
