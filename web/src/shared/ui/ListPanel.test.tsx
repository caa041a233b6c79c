import { useQuery } from '@tanstack/react-query'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { draw } from '../../../tests/app'
import type { Page } from '../paging'
import { ListPanel } from './ListPanel'

type Tea = { name: string }
type Props = { read: () => Promise<Page<Tea>>; onChange?: (page: number) => void }

function Teas({ read, onChange = vi.fn() }: Props) {
  const list = useQuery({ queryKey: ['teas'], queryFn: read, retry: false })
  return (
    <ListPanel
      label="Teas"
      list={list}
      columns={[{ key: 'name', title: 'Name', cell: (tea) => tea.name }]}
      rowKey={(tea) => tea.name}
      phone={(tea) => ({ title: tea.name, value: '', detail: '' })}
      pages={{ page: 2, limit: 1, onChange }}
      empty={<p>No tea yet</p>}
    />
  )
}

test('rows stand in a table, and arrows lead to the other pages', async () => {
  const onChange = vi.fn()
  draw(<Teas read={async () => ({ rows: [{ name: 'Green' }], total: 3 })} onChange={onChange} />)
  const table = await screen.findByRole('table', { name: 'Teas' })
  expect(within(table).getByText('Green')).toBeDefined()
  expect(screen.getByText('2–2 of 3')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }))
  expect(onChange).toHaveBeenCalledExactlyOnceWith(3)
})

test('a list with nothing in it says so instead of an empty table', async () => {
  draw(<Teas read={async () => ({ rows: [], total: 0 })} />)
  expect(await screen.findByText('No tea yet')).toBeDefined()
  expect(screen.queryByRole('table')).toBeNull()
})

test('a list that could not be had says why, and can be asked for again', async () => {
  const read = vi
    .fn<Props['read']>()
    .mockRejectedValueOnce(new ApiError({ status: 403, code: 'forbidden' }))
    .mockResolvedValueOnce({ rows: [{ name: 'Green' }], total: 1 })
  draw(<Teas read={read} />)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('Your account is not allowed to do this.')
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Green')).toBeDefined()
})
