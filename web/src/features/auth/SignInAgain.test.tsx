import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { signOut } from '@/api/session'
import { open, problem, tokenOf, user } from '../../../tests/app'
import { list, shopFloor, store } from '../../../tests/goods'

// The session lives in a module, beyond a test.
afterEach(() => signOut())

const PUT = 'PUT /api/locations/2'
const bearer = (request: Request | undefined) => request?.headers.get('Authorization')

/** Somebody is typing in a window when their session ends; `next` signs in then. */
async function typing(next: number) {
  let isOver = false
  const { sent } = open('/settings/locations', {
    'POST /api/auth/refresh': () =>
      isOver
        ? problem(401, 'refresh_refused')
        : Response.json({ access_token: tokenOf(user.id), expires_in: 900 }),
    'POST /api/auth/login': () => {
      isOver = false
      return Response.json({ access_token: tokenOf(next), expires_in: 900 })
    },
    'GET /api/auth/me': () => Response.json({ ...user, id: isOver ? user.id : next }),
    'GET /api/locations': () => list(shopFloor, store),
    [PUT]: () =>
      isOver ? problem(401, 'unauthenticated') : Response.json({ ...store, version: 2 }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Edit Store' }))
  const dialog = await screen.findByRole('dialog', { name: 'Edit Store' })
  const address = within(dialog).getByLabelText<HTMLTextAreaElement>('Address')
  await userEvent.type(address, '2 Back Lane')
  isOver = true
  const puts = () => sent.filter(({ method }) => method === 'PUT')
  return { dialog, puts }
}

async function save(dialog: HTMLElement) {
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  return screen.findByRole('dialog', { name: 'Your session has ended' })
}

async function signIn(again: HTMLElement) {
  expect(within(again).getByLabelText<HTMLInputElement>('E-mail address').value).toBe(user.email)
  await userEvent.type(within(again).getByLabelText('Password'), 'secret12')
  await userEvent.click(within(again).getByRole('button', { name: 'Sign in' }))
}

test('who signs in again over a window goes on with it, and what was sent arrives', async () => {
  const { dialog, puts } = await typing(user.id)
  const again = await save(dialog)
  expect(within(dialog).getByDisplayValue('2 Back Lane')).toBeDefined()
  await signIn(again)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await screen.findByText('Store was saved.')).toBeDefined()
  expect(await puts().at(-1)?.json()).toMatchObject({ address: '2 Back Lane' })
  expect(window.location.pathname).toBe('/settings/locations')
})

test('somebody else has nothing of it, and nothing is done in their name', async () => {
  const { dialog, puts } = await typing(2)
  await signIn(await save(dialog))
  await waitFor(() => expect(window.location.pathname).toBe('/'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(screen.queryByDisplayValue('2 Back Lane')).toBeNull()
  expect(puts().map(bearer)).not.toContain(`Bearer ${tokenOf(2)}`)
})

test('who leaves stands at the door', async () => {
  const { dialog } = await typing(user.id)
  const again = await save(dialog)
  await userEvent.click(within(again).getByRole('button', { name: 'Leave' }))
  await waitFor(() => expect(window.location.pathname).toBe('/sign-in'))
  await waitFor(() => expect(screen.queryByDisplayValue('2 Back Lane')).toBeNull())
})

test('signing out in another tab leaves no window to be signed in over', async () => {
  await typing(user.id)
  act(() => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'previstock.session', newValue: null }))
  })
  await waitFor(() => expect(window.location.pathname).toBe('/sign-in'))
  await waitFor(() => expect(screen.queryByDisplayValue('2 Back Lane')).toBeNull())
})
