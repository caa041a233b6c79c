import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer, draw } from '../../../tests/app'
import { ImportDialog } from './ImportDialog'

const found = {
  dry_run: true,
  rows: 3,
  created: 1,
  changed: 1,
  unchanged: 1,
  changes: [
    { line: 2, name: 'North', created: false, changes: { rate: { from: 1, to: 2 } } },
    { line: 3, name: 'South', created: true, changes: {} },
  ],
  rejected: [] as object[],
}
const rejected = [{ line: 4, field: 'review_days', code: 'missing', message: 'Field required' }]

const choose = async (content: string) =>
  userEvent.upload(
    document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement,
    new File([content], 'suppliers.csv', { type: 'text/csv' }),
  )

test('a file says what it would change, and is imported only without a bad row', async () => {
  let bad = true
  const sent = answer({
    'POST /api/suppliers/import': (request) =>
      Response.json({
        ...found,
        dry_run: request.url.includes('dry_run=true'),
        rejected: bad ? rejected : [],
      }),
  })
  const onClose = vi.fn()
  draw(<ImportDialog onClose={onClose} />)
  await screen.findByRole('dialog')
  await choose('name\nNorth\n')
  expect(await screen.findByText('1 new, 1 changed, 1 unchanged.')).toBeDefined()
  expect(screen.getByText('Line 2, North: rate 1 → 2')).toBeDefined()
  expect(screen.getByText('Line 4, review_days: Required.')).toBeDefined()
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Import' })
  expect(button.disabled).toBe(true)

  bad = false
  await choose('name\nNorth\nSouth\n')
  await vi.waitFor(() => expect(button.disabled).toBe(false))
  await userEvent.click(button)
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(sent.map(({ url }) => new URL(url).search)).toEqual([
    '?dry_run=true',
    '?dry_run=true',
    '?dry_run=false',
  ])
  expect(await sent[2]?.text()).toBe('name\nNorth\nSouth\n')
})

test.each([
  [2, null],
  [3, 'and one more'],
  [502, 'and 500 more'],
])('of %s new and changed rows two are shown, and %s', async (rows, more) => {
  answer({
    'POST /api/suppliers/import': () => Response.json({ ...found, created: 1, changed: rows - 1 }),
  })
  draw(<ImportDialog onClose={() => undefined} />)
  await choose('name\nNorth\n')
  expect(await screen.findByText('Line 2, North: rate 1 → 2')).toBeDefined()
  if (more) expect(screen.getByText(more)).toBeDefined()
  else expect(screen.queryByText(/^and /)).toBeNull()
})
