import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { signOut } from '@/api/session'
import { open, problem, user } from '../../../tests/app'

const base = {
  'POST /api/auth/refresh': () => problem(401, 'refresh_refused'),
  'GET /api/auth/sign-in-options': () =>
    Response.json({
      shop_name: 'Corner shop',
      registration: 'invite',
      has_admin: true,
      single_sign_on: null,
      reset_by_email: false,
    }),
  'POST /api/auth/invitations/accept': () => Response.json(user, { status: 201 }),
}

// The session lives in a module, beyond a test.
afterEach(() => signOut())

test('who is invited to a role that needs a second factor sets it up at once', async () => {
  open('/invitation#a-token', {
    ...base,
    'POST /api/auth/login': () =>
      problem(401, 'second_factor_setup_required', { setup_token: 'only for this' }),
  })

  expect(await screen.findByText(/You are invited to Corner shop/)).toBeDefined()
  await userEvent.type(screen.getByLabelText('Name'), 'Kim')
  await userEvent.type(screen.getByLabelText('Password'), 'three green lamps')
  await userEvent.click(screen.getByRole('button', { name: 'Create an account' }))

  expect(await screen.findByRole('heading', { name: 'Set up a second factor' })).toBeDefined()
  expect(screen.getByLabelText('Current password')).toBeDefined()
})
