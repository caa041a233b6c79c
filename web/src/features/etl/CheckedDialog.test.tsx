import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer, draw } from '../../../tests/app'
import { CheckedDialog } from './CheckedDialog'
import type { Job, JobDetail } from './jobs'

const comparison = {
  new: 1,
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

  await userEvent.click(await screen.findByLabelText(/Take back the 2 sales/))
  await userEvent.click(screen.getByRole('button', { name: 'Import' }))

  await vi.waitFor(() => expect(committed()).toContain('gone=void'))
})

test('where nothing is gone there is no choice', async () => {
  review({ ...job, comparison: { ...comparison, gone: 0, gone_rows: [] } })
  await screen.findByText('2026-03')

  expect(screen.queryByLabelText(/Take back/)).toBeNull()
  // What is recorded stands beside what the file tells of the month.
  expect(screen.getAllByText('14')).not.toHaveLength(0)
})
