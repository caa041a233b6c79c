import { useQuery } from '@tanstack/react-query'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { draw } from '../../../tests/app'
import type { Page } from '../paging'
import { ListPanel } from './ListPanel'

type Tea = { name: string }
type Props = { read: () => Promise<Page<Tea>>; onChange?: (page: number) => void; page?: number }

function Teas({ read, onChange = vi.fn(), page = 2 }: Props) {
  const list = useQuery({ queryKey: ['teas'], queryFn: read, retry: false })
  return (
    <ListPanel
      name="teas"
      label="Teas"
      list={list}
      columns={[{ key: 'name', title: 'Name', cell: (tea) => tea.name }]}
      rowKey={(tea) => tea.name}
      phone={(tea) => ({ title: tea.name, value: '', detail: '' })}
      pages={{ page, limit: 1, onChange }}
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

test('a page is gone to by its number, one that is too large means the last', async () => {
  const onChange = vi.fn()
  draw(<Teas read={async () => ({ rows: [{ name: 'Green' }], total: 9 })} onChange={onChange} />)
  // A page may have several lists, each with its pages.
  const pages = await screen.findByRole('navigation', { name: 'Pages: Teas' })
  const field = await within(pages).findByRole('textbox', { name: 'Go to page' })
  await userEvent.type(field, '7{Enter}')
  expect(onChange).toHaveBeenLastCalledWith(7)
  await userEvent.clear(field)
  await userEvent.type(field, '800{Enter}')
  expect(onChange).toHaveBeenLastCalledWith(9)
})

test('a page that the list has not got is said to be none, and the last one offered', async () => {
  const onChange = vi.fn()
  draw(<Teas read={async () => ({ rows: [], total: 3 })} onChange={onChange} page={99} />)
  expect(await screen.findByText('There is no page 99: this list has 3.')).toBeDefined()
  expect(screen.queryByRole('table')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'To the last page' }))
  expect(onChange).toHaveBeenCalledExactlyOnceWith(3)
})

test('a long text is cut, and the whole of it shows where one gets to by keys', async () => {
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(200)
  const name = 'Assam '.repeat(30).trim()
  draw(<Teas read={async () => ({ rows: [{ name }], total: 3 })} />)
  await screen.findByText(name)
  await userEvent.tab()
  expect((await screen.findByRole('tooltip')).textContent).toBe(name)
})
