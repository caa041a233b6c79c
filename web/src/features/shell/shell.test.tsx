import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { open, user } from '../../../tests/app'
import { list, north, tea } from '../../../tests/goods'

const answers = {
  'GET /api/suppliers': () => list(north),
  'GET /api/products': () => list(tea),
}
const where = () => window.location.pathname
const readAs = (role: string) => ({
  ...answers,
  'GET /api/auth/me': () => Response.json({ ...user, role }),
})
/** The bar at the foot of a phone. */
const bar = async () => (await screen.findByRole('button', { name: 'More' })).closest('nav')
const names = (nav: HTMLElement | null) =>
  within(nav as HTMLElement)
    .getAllByRole('link')
    .map(({ textContent }) => textContent)

test('a phone shows the four places most used, and all others by name behind one', async () => {
  open('/suppliers', answers)
  await screen.findByText('North')
  expect(names(await bar())).toEqual(['Today', 'Reorder', 'Sell', 'Products'])
  const more = screen.getByRole('button', { name: 'More' })
  // It is where one is.
  expect(more.dataset.status).toBe('active')

  await userEvent.click(more)
  const rest = await screen.findByRole('dialog', { name: 'More' })
  expect(names(within(rest).getByRole('navigation'))).toEqual([
    'Sales',
    'Stock',
    'Orders',
    'Counts',
    'Suppliers',
    'Data',
    'Settings',
    'People',
    'My account',
  ])
  await userEvent.click(within(rest).getByRole('link', { name: 'Suppliers' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('a reader is not offered what only sellers may do', async () => {
  open('/products', readAs('viewer'))
  await screen.findByText('Green tea')
  expect(names(await bar())).toEqual(['Today', 'Reorder', 'Products', 'Sales'])
  expect(screen.queryByRole('link', { name: 'Sell' })).toBeNull()
  await userEvent.keyboard('n')
  expect(where()).toBe('/products')
})

test('single keys can be switched off, and stay so for this person', async () => {
  open('/suppliers', answers)
  await screen.findByText('North')
  await userEvent.keyboard('?')
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
  expect(within(sheet).getByText(/While you type in a field/)).toBeDefined()
  await userEvent.click(within(sheet).getByRole('checkbox', { name: 'Single-key shortcuts' }))
  expect(within(sheet).getAllByText('(switched off)')).toHaveLength(3)
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  await userEvent.keyboard('?n/')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(where()).toBe('/suppliers')
  expect(document.activeElement).not.toBe(screen.getByRole('searchbox'))
  await userEvent.keyboard('{Control>}k{/Control}')
  expect(await screen.findByRole('combobox', { name: 'Search everything' })).toBeDefined()
  const kept = JSON.parse(localStorage.getItem(`previstock.preferences.${user.id}`) ?? '{}')
  expect(kept.singleKeys).toBe(false)
})

test('a key of the page does nothing while a dialog is open', async () => {
  open('/suppliers', answers)
  await screen.findByText('North')
  await userEvent.keyboard('?')
  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
  await userEvent.keyboard('n')
  expect(where()).toBe('/suppliers')
})

test('what a page is made of is asked for as soon as it is pointed at', async () => {
  const previstockFiles = vi.fn()
  vi.stubGlobal('previstockFiles', previstockFiles)
  open('/suppliers', answers)
  await screen.findByText('North')
  const asked = () => previstockFiles.mock.calls.map(([path]) => path)
  expect(asked()).not.toContain('/products')

  await userEvent.hover(screen.getAllByRole('link', { name: 'Products' })[0] as HTMLElement)

  await waitFor(() => expect(asked()).toContain('/products'))
  expect(where()).toBe('/suppliers')
})
