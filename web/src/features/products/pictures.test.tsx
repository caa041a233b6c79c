import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signOut } from '@/api/session'
import { open, problem } from '../../../tests/app'
import { list, tea } from '../../../tests/goods'

const pictured = { ...tea, id: 8, sku: 'MUG', name: 'Mug', picture: 'abc' }
const photo = new File(['photo'], 'tea.jpg', { type: 'image/jpeg' })
const kept = () => new Response(new Blob(['kept'], { type: 'image/webp' }))
const page = (product: typeof tea) => ({
  'GET /api/products': () => list(product),
  [`GET /api/products/${product.id}`]: () => Response.json(product),
  [`GET /api/products/${product.id}/picture`]: kept,
  [`PUT /api/products/${product.id}/picture`]: () => Response.json({ version: 'new' }),
  [`DELETE /api/products/${product.id}/picture`]: () => new Response(null, { status: 204 }),
})

/** Everything is in sight. */
class AllInSight {
  constructor(private readonly seen: (entries: object[]) => void) {}
  observe(target: Element) {
    this.seen([{ target, isIntersecting: true }])
  }
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', AllInSight)
})
afterEach(() => signOut())

const asked = (sent: Request[], method: string) =>
  sent.filter((each) => each.method === method && each.url.includes('/picture'))

test('a list asks for the pictures that there are, small and by their version', async () => {
  const { sent } = open('/products', {
    'GET /api/products': () => list(tea, pictured),
    'GET /api/products/8/picture': kept,
  })
  const row = within(await screen.findByRole('row', { name: /Mug/ }))
  await waitFor(() => expect(row.getByRole('presentation').getAttribute('src')).toMatch(/^blob:/))
  expect(asked(sent, 'GET').map(({ url }) => new URL(url).search)).toEqual([
    '?size=small&version=abc',
  ])
  const [, cell] = within(screen.getByRole('row', { name: /Green tea/ })).getAllByRole('cell')
  // The letter in its place is drawn, and no text.
  expect(cell?.querySelector('[data-initial]')?.getAttribute('data-initial')).toBe('G')
  expect(cell?.textContent).toBe('')
})

test('a chosen picture is sent, and undone it is gone again', async () => {
  const { sent } = open('/products/7', page(tea))
  await screen.findByRole('heading', { name: 'Green tea', level: 1 })
  const [file] = screen.getByTestId('picture').querySelectorAll('input')
  await userEvent.upload(file as HTMLInputElement, photo)
  expect(await screen.findByText('Green tea has a new picture.')).toBeDefined()
  const [put] = asked(sent, 'PUT')
  expect(put?.headers.get('content-type')).toBe('image/jpeg')
  expect(await put?.text()).toBe('photo')
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(asked(sent, 'DELETE')).toHaveLength(1))
})

test('a picture that is removed can be had back', async () => {
  const { sent } = open('/products/8', page(pictured))
  await userEvent.click(await screen.findByRole('button', { name: 'Picture' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove the picture' }))
  expect(await screen.findByText('The picture of Mug was removed.')).toBeDefined()
  expect(asked(sent, 'DELETE')).toHaveLength(1)
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(asked(sent, 'PUT')).toHaveLength(1))
  expect(await asked(sent, 'PUT')[0]?.text()).toBe('kept')
})

test('a file that is dropped is sent; what the service refuses is said', async () => {
  open('/products/7', {
    ...page(tea),
    'PUT /api/products/7/picture': () => problem(415, 'not_a_picture'),
  })
  const files = [new File(['%PDF'], 'tea.pdf', { type: 'application/pdf' })]
  fireEvent.drop(await screen.findByTestId('picture'), { dataTransfer: { files } })
  expect(await screen.findByText(/choose a JPEG, PNG or WebP file/)).toBeDefined()
})
