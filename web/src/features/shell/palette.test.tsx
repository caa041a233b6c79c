import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, north, order, tea } from '../../../tests/goods'

const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/suppliers': () => list(north),
  'GET /api/purchase-orders/14': () => Response.json(order),
  'GET /api/purchase-orders/99': () => problem(404, 'order_not_found'),
}
const where = () => window.location.pathname
const field = () => screen.findByRole('combobox', { name: 'Search everything' })

test('the palette opens by a key, also amid typing, and Enter goes where it points', async () => {
  const { sent } = open('/suppliers', answers)
  await screen.findByText('North')
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.type(await field(), 'trans')
  await waitFor(() => expect(screen.queryByRole('option', { name: 'Margins' })).toBeNull())
  for (const name of ['New transfer', 'Transfers']) {
    expect(screen.getByRole('option', { name })).toBeDefined()
  }

  await userEvent.clear(await field())
  await userEvent.type(await field(), 'gren tee')
  await screen.findByRole('option', { name: /Green tea/ })
  const asked = sent
    .map(({ url }) => new URL(url))
    .filter(({ pathname }) => pathname === '/api/products')
  expect(asked.at(-1)?.search).toContain('similar=true')
  await waitFor(() =>
    expect(screen.getByRole('option', { name: /Green tea/ }).dataset.comboboxSelected).toBe('true'),
  )
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(where()).toBe(`/products/${tea.id}`))
  expect(screen.queryByRole('combobox', { name: 'Search everything' })).toBeNull()
})

test('a number is an order where there is one', async () => {
  open('/suppliers', answers)
  await userEvent.click((await screen.findAllByRole('button', { name: /Search/ }))[0] as Element)
  await userEvent.type(await field(), '14')
  await userEvent.click(await screen.findByRole('option', { name: /Order 14/ }))
  await waitFor(() => expect(where()).toBe('/orders/14'))
})

test('signs open the list of keys, and nothing while one types', async () => {
  open('/suppliers', answers)
  await screen.findByText('North')
  await userEvent.keyboard('?')
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeDefined()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await userEvent.keyboard('/?')
  expect(document.activeElement).toBe(screen.getByRole('searchbox'))
  expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('?')
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('the palette is a dialog by its name, and its field says which list it is for', async () => {
  open('/suppliers', answers)
  await screen.findByText('North')
  await userEvent.keyboard('{Control>}k{/Control}')
  const list = await screen.findByRole('listbox', { name: 'Search everything' })
  expect(screen.getByRole('dialog', { name: 'Search everything' }).contains(list)).toBe(true)
  await waitFor(async () => expect((await field()).getAttribute('aria-controls')).toBe(list.id))
})
