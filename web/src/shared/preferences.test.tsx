import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, user } from '../../tests/app'
import { list, tea } from '../../tests/goods'

const answers = { 'GET /api/products': () => list(tea) }
const headings = () =>
  within(screen.getByRole('table'))
    .getAllByRole('columnheader')
    .map(({ textContent }) => textContent)
    // Those of the boxes and of the pictures are for screen readers alone.
    .filter((title) => title && title !== 'Picture')
const where = () => window.location.pathname + window.location.search

test('columns can be taken away and brought back, and it is kept for this person', async () => {
  open('/products', answers)
  await screen.findByText('Green tea')
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }))
  // What names the row is no choice.
  expect(screen.queryByRole('menuitemcheckbox', { name: 'Name' })).toBeNull()
  await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Category' }))
  await userEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Price incl. tax' }))
  expect(headings()).toEqual(['Name', 'SKU', 'Stock'])
  const kept = JSON.parse(localStorage.getItem(`previstock.preferences.${user.id}`) ?? '{}')
  expect(kept.hidden.products).toEqual(['category', 'price'])

  await userEvent.click(screen.getByRole('menuitem', { name: 'Show all' }))
  expect(headings()).toEqual(['Name', 'SKU', 'Category', 'Price incl. tax', 'Stock'])
})

test('what somebody else has chosen in this browser is not mine', async () => {
  localStorage.setItem(
    'previstock.preferences.99',
    JSON.stringify({ hidden: { products: ['sku'] } }),
  )
  localStorage.setItem(
    `previstock.preferences.${user.id}`,
    JSON.stringify({ hidden: { products: ['stock'], stock: 'broken' } }),
  )
  open('/products', answers)
  await screen.findByText('Green tea')
  expect(headings()).toEqual(['Name', 'SKU', 'Category', 'Price incl. tax'])
})

test('a view has a name, brings back its address, and can be removed and had again', async () => {
  open('/products?q=tea&sort=-price&page=2', answers)
  await screen.findByText('Green tea')
  const view = (name: string) => screen.findByRole('button', { name })
  await userEvent.click(await view('View: Not saved'))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Save or remove a view…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Views of this list' })
  await userEvent.type(within(dialog).getByLabelText(/^Name of what/), ' Dear teas ')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))

  await userEvent.click(await view('View: Dear teas'))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Everything' }))
  await waitFor(() => expect(where()).toBe('/products'))
  await userEvent.click(await view('View: Everything'))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Dear teas' }))
  // Where one stood in it is no part of it.
  await waitFor(() => expect(where()).toBe('/products?q=tea&sort=-price'))

  await userEvent.click(await view('View: Dear teas'))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Save or remove a view…' }))
  await userEvent.click(await view('Remove “Dear teas”'))
  expect(await view('View: Not saved')).toBeDefined()
  await userEvent.click(await view('Undo'))
  expect(await view('View: Dear teas')).toBeDefined()
})
