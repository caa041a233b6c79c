import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer, draw } from '../../../tests/app'
import { CheckedDialog } from './CheckedDialog'
import type { Job, JobDetail } from './jobs'

const comparison = {
  new: 1,
  new_products: 0,
  without_price: 0,
  same: 0,
  changed: 0,
  withdrawn: 0,
  gone: 2,
  gone_units: 5,
  gone_rows: [{ day: '2026-03-14', sku: 'POT', recorded: 3 }],
  changes: [],
  months: { '2026-03': { units: 14, of_source: 14 } },
}

const job = {
  id: 7,
  status: 'checked',
  updated_at: '2026-03-20T10:00:00Z',
  rows_accepted: 1,
  rows_zero: 0,
  rows_rejected: 0,
  warnings: [],
  notices: [],
  left_out: {},
  months: { '2026-03': { rows: 1, units: 9 } },
  layout: null,
  comparison,
} as unknown as JobDetail

const layout = {
  header: ['sku', 'sold_at', 'quantity'],
  columns: { sku: ['sku'], sold_at: ['sold_at'], quantity: ['quantity'] },
  known: 'preset',
  preset: 'sales',
  skipped: 0,
  header_lines: 1,
  quantity_is: 'cells',
  shape: 'long',
  across: [],
  fill_down: [],
  matches: [],
  readings: [],
  findings: [],
  parts: [],
  delimiter: ',',
  decimal: '.',
  encoding: null,
  written: 'utf-8',
  dates: 'ymd',
  unsure: [],
  currency: null,
  no_goods: 'leave_out',
  on_case: 'apart',
  evidence: {},
  questions: [],
  rows: [],
}

function review(detail: JobDetail = job) {
  const sent = answer({
    'GET /api/etl/jobs/7': () => Response.json(detail),
    'POST /api/etl/jobs/7/commit': () => Response.json(detail, { status: 202 }),
  })
  draw(<CheckedDialog job={detail as Job} onClose={vi.fn()} />)
  return () => sent.find(({ method }) => method === 'POST')?.url
}

test('what is no longer in the file stays unless that is chosen', async () => {
  const committed = review()
  await screen.findByText(/POT: 3 recorded/)

  await userEvent.click(screen.getByRole('button', { name: 'Import' }))

  await vi.waitFor(() => expect(committed()).toContain('gone=keep'))
})

test('it is taken back when that is chosen', async () => {
  const committed = review()

  await userEvent.click(await screen.findByLabelText(/Cancel the 2 sales/))
  await userEvent.click(screen.getByRole('button', { name: 'Import' }))

  await vi.waitFor(() => expect(committed()).toContain('gone=void'))
})

test('where nothing is gone there is no choice', async () => {
  review({ ...job, comparison: { ...comparison, gone: 0, gone_rows: [] } })
  await screen.findByText('March 2026')

  expect(screen.queryByLabelText(/Cancel/)).toBeNull()
  // What is recorded stands beside what the file tells of the month.
  expect(screen.getAllByText('14')).not.toHaveLength(0)
})

test('codes that the catalogue writes otherwise are named and made one by a click', async () => {
  const params = { rows: 1, line: 2, value: 'pot-1 / POT-1' }
  const notice = { ...params, kind: 'warning', code: 'catalogue_case', field: 'sku', message: '' }
  const detail = {
    ...job,
    params: {},
    layout,
    notices: [notice],
    warnings: [{ code: 'catalogue_case', message: '', params }],
  } as unknown as JobDetail
  const reread = vi.fn()
  answer({
    'GET /api/etl/jobs/7': () => Response.json(detail),
    'PUT /api/etl/jobs/7/layout': async (request) => {
      reread(await request.json())
      return Response.json(detail, { status: 202 })
    },
  })
  draw(<CheckedDialog job={detail as Job} onClose={vi.fn()} />)
  expect(await screen.findAllByText(/pot-1 \/ POT-1/)).toHaveLength(1)

  await userEvent.click(screen.getByRole('button', { name: /the product in the catalogue/ }))

  await vi.waitFor(() =>
    expect(reread).toHaveBeenCalledWith(expect.objectContaining({ on_case: 'same' })),
  )
})
