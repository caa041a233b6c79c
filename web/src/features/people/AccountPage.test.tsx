import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem, user } from '../../../tests/app'
import { list } from '../../../tests/goods'

const CHANGE = 'POST /api/auth/password'

async function change(current: string, next: string) {
  await userEvent.clear(await screen.findByLabelText('Current password'))
  await userEvent.type(screen.getByLabelText('Current password'), current)
  await userEvent.clear(screen.getByLabelText('New password'))
  await userEvent.type(screen.getByLabelText('New password'), next)
  await userEvent.click(screen.getByRole('button', { name: 'Change the password' }))
}

const session = (id: number, device: string, current = false) => ({
  id,
  device,
  network: '192.0.2.7',
  signed_in_at: '2026-06-01T10:00:00Z',
  used_at: '2026-06-02T10:00:00Z',
  expires_at: '2099-06-02T10:00:00Z',
  current,
})
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

test('sessions are told in words; one or all others are ended', async () => {
  let open_ = [session(3, firefox, true), session(2, 'curl/8.5.0'), session(1, '')]
  const { sent } = open('/settings/account', {
    'GET /api/auth/sessions': () => list(...open_),
    'DELETE /api/auth/sessions/2': () => {
      open_ = open_.filter(({ id }) => id !== 2)
      return new Response(null, { status: 204 })
    },
    'DELETE /api/auth/sessions': () => {
      open_ = open_.filter(({ current }) => current)
      return new Response(null, { status: 204 })
    },
  })
  expect(await screen.findByText('Firefox on Linux')).toBeDefined()
  expect(screen.getByText('Unknown device')).toBeDefined()
  expect(screen.getAllByText('192.0.2.7')).toHaveLength(3)
  expect(screen.queryByRole('button', { name: 'Sign out: Firefox on Linux' })).toBeNull()

  await userEvent.click(screen.getByRole('button', { name: 'Sign out: curl' }))
  await waitFor(() => expect(screen.queryByText('curl')).toBeNull())
  await userEvent.click(screen.getByRole('button', { name: 'Sign out everywhere else' }))
  await waitFor(() => expect(screen.queryByText('Unknown device')).toBeNull())
  expect(screen.getByText('Firefox on Linux')).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Sign out everywhere else' })).toBeNull()
  expect(sent.filter(({ method }) => method === 'DELETE')).toHaveLength(2)
})

test('one’s own name is changed', async () => {
  const { sent } = open('/settings/account', {
    'GET /api/auth/sessions': () => list(),
    'PATCH /api/auth/me': async (request) => Response.json({ ...user, ...(await request.json()) }),
  })
  const name = await screen.findByLabelText('Name')
  await userEvent.clear(name)
  await userEvent.type(name, 'Camille L.')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('The name is saved.')).toBeDefined()
  expect((await screen.findAllByText('Camille L.')).length).toBeGreaterThan(0)
  expect(await sent.find(({ method }) => method === 'PATCH')?.json()).toEqual({
    name: 'Camille L.',
  })
})

test('a wrong password is asked for once only, and then it is changed', async () => {
  let right = false
  const { sent } = open('/settings/account', {
    'GET /api/auth/me': () => Response.json({ ...user, password_weak: !right }),
    'GET /api/auth/sessions': () => list(),
    [CHANGE]: () => (right ? new Response(null, { status: 204 }) : problem(401, 'bad_credentials')),
  })
  expect(await screen.findByText(/It is a common password/)).toBeDefined()
  await change('wrong', 'a good long one')
  expect((await screen.findByText(/password is wrong/)).closest('[role=alert]')).not.toBeNull()
  const tried = () => sent.filter(({ url }) => url.endsWith('/api/auth/password'))
  expect(tried()).toHaveLength(1)

  right = true
  await change('old', 'a good long one')
  expect(await screen.findByText(/The password is changed/)).toBeDefined()
  expect(await tried()[1]?.json()).toEqual({
    current_password: 'old',
    new_password: 'a good long one',
  })
  expect(screen.queryByText(/It is a common password/)).toBeNull()
})
