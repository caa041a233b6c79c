import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answer, draw } from '../../../tests/app'
import { Consequences } from './Consequences'
import type { JobDetail } from './jobs'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

const layout = {
  header: ['sku', 'sold_at', 'quantity'],
  columns: { sku: ['sku'], sold_at: ['sold_at'], quantity: ['quantity'] },
  header_lines: 1,
  quantity_is: 'cells',
  shape: 'long',
  fill_down: [],
  parts: [],
  delimiter: ',',
  decimal: '.',
  encoding: null,
  dates: 'ymd',
  currency: null,
  no_goods: 'leave_out',
  on_case: 'apart',
}
const job = {
  id: 7,
  params: {},
  layout,
  last_day: '2022-09-14',
  comparison: { new_products: 24, without_price: 20 },
} as unknown as JobDetail

test('what a file would create, and that it is old, is said before it is imported', async () => {
  const sent = answer({ 'PUT /api/etl/jobs/7/layout': () => Response.json(job) })
  const onSent = vi.fn()
  draw(<Consequences job={job} onSent={onSent} />)
  expect(screen.getByText('24 new products will be created.')).toBeDefined()
  expect(screen.getByText(/For 20 of them the file tells no price/)).toBeDefined()
  expect(screen.getByText(/The last sale is of 14 Sept 2022/)).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: /Move all days/ }))
  await waitFor(() => expect(onSent).toHaveBeenCalled())
  expect(await sent[0]?.json()).toMatchObject({ shift_dates: true })
})

test('nothing is asked of a file that is recent, or that is moved already', () => {
  draw(<Consequences job={{ ...job, last_day: '2026-05-20', comparison: null }} onSent={vi.fn()} />)
  draw(<Consequences job={{ ...job, params: { shift_dates: true } }} onSent={vi.fn()} />)
  expect(screen.queryByText(/The last sale/)).toBeNull()
})
