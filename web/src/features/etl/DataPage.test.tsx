import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'

const listed = (rows: object[]) =>
  Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })

const page = (products: object[], synthetic: object[]) => ({
  'GET /api/products': () => listed(products),
  'GET /api/etl/jobs': (request: Request) =>
    listed(new URL(request.url).searchParams.get('kind') === 'synthetic' ? synthetic : []),
})

test.each([
  ['real', [{ id: 1 }], [], false],
  ['empty', [], [], true],
  ['made-up', [{ id: 1 }], [{ id: 2, status: 'done' }], true],
  [
    'real again, once what was made up is undone',
    [{ id: 1 }],
    [{ id: 2, status: 'undone' }],
    false,
  ],
])('made-up sales are offered, or not, in a shop that is %s', async (_, products, made, shown) => {
  const { sent } = open('/data', page(products, made))
  await screen.findByText('Upload a file')
  await waitFor(() =>
    expect(sent.filter(({ url }) => url.includes('kind=synthetic'))).toHaveLength(1),
  )
  await screen.findByText('No imports yet')
  if (shown) expect(await screen.findByRole('button', { name: 'Generate' })).toBeDefined()
  else expect(screen.queryByRole('button', { name: 'Generate' })).toBeNull()
})

test('an import is called by its file, and leads to its sales', async () => {
  const job = {
    id: 12,
    kind: 'upload',
    path: null,
    file_name: 'till.csv',
    status: 'done',
    created_at: '2026-06-01T20:00:00Z',
    rows_total: 3,
    rows_folded: 3,
    rows_duplicate: 0,
    rows_zero: 0,
    rows_returned: 0,
    rows_rejected: 0,
    rows_recorded: 3,
    warnings: [],
  }
  open('/data', { ...page([{ id: 1 }], []), 'GET /api/etl/jobs': () => listed([job]) })
  expect(await screen.findByRole('cell', { name: 'till.csv' })).toBeDefined()
  const link = screen.getByRole('link', { name: 'Show its sales' })
  expect(link.getAttribute('href')).toBe('/sales?import=12')
})

test('a file can be dropped', async () => {
  open('/data', page([{ id: 1 }], []))
  const file = new File(['sku,day,quantity'], 'till.csv', { type: 'text/csv' })
  fireEvent.drop(await screen.findByTestId('drop'), { dataTransfer: { files: [file] } })
  expect(await screen.findByText('till.csv')).toBeDefined()
})

const begun = (status: string) => ({
  id: 7,
  kind: 'upload',
  path: null,
  file_name: 'till.csv',
  status,
  created_at: '2026-06-01T20:00:00Z',
  rows_total: null,
  rows_accepted: 3,
  rows_folded: 0,
  rows_duplicate: 0,
  rows_zero: 0,
  rows_returned: 0,
  rows_rejected: 0,
  rows_recorded: 0,
  warnings: [],
})

test('that a file is being checked is said until it is, not longer', async () => {
  let status = 'running'
  open('/data', {
    ...page([{ id: 1 }], []),
    'GET /api/etl/jobs': () => listed([begun(status)]),
    'POST /api/etl/uploads': () => Response.json(begun('queued'), { status: 202 }),
  })
  const file = new File(['sku,day,quantity'], 'till.csv', { type: 'text/csv' })
  fireEvent.drop(await screen.findByTestId('drop'), { dataTransfer: { files: [file] } })
  await userEvent.click(screen.getByRole('button', { name: 'Check' }))
  expect(await screen.findByText('The file is being checked.')).toBeDefined()
  status = 'checked'
  await screen.findByRole('button', { name: 'Review and import' })
  await waitFor(() => expect(screen.queryByText('The file is being checked.')).toBeNull(), {
    timeout: 1500,
  })
})

test('of a check that is over already nothing is said', async () => {
  open('/data', {
    ...page([{ id: 1 }], []),
    'GET /api/etl/jobs': () => listed([begun('checked')]),
    'POST /api/etl/uploads': () => Response.json(begun('queued'), { status: 202 }),
  })
  const file = new File(['sku,day,quantity'], 'till.csv', { type: 'text/csv' })
  fireEvent.drop(await screen.findByTestId('drop'), { dataTransfer: { files: [file] } })
  await userEvent.click(screen.getByRole('button', { name: 'Check' }))
  // The field is empty again once the file is there.
  await waitFor(() => expect(screen.getAllByText('till.csv')).toHaveLength(1))
  expect(screen.queryByText('The file is being checked.')).toBeNull()
})
