import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { signOut } from '@/api/session'
import { open, problem, user } from '../../../tests/app'

const OPTIONS = 'GET /api/auth/sign-in-options'
const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 900 }
const options = (changes: object = {}) => ({
  [OPTIONS]: () =>
    Response.json({
      shop_name: 'Corner shop',
      registration: 'open',
      has_admin: true,
      single_sign_on: null,
      reset_by_email: false,
      ...changes,
    }),
})
const signedOut = { 'POST /api/auth/refresh': () => problem(401, 'refresh_refused') }
const link = (name: string) => screen.queryByRole('button', { name })

// The session lives in a module, beyond a test.
afterEach(() => signOut())

test('where strangers may, an account is offered; without mail it is said whom to ask', async () => {
  open('/sign-in', { ...signedOut, ...options() })

  expect(await screen.findByRole('button', { name: 'Create an account' })).toBeDefined()
  expect(screen.getByText(/An administrator of the shop can give you a reset link/)).toBeDefined()
  expect(link('Forgot your password?')).toBeNull()
})

test.each(['invite', 'closed'])('registration %s: no account is offered', async (registration) => {
  open('/sign-in?create=true', { ...signedOut, ...options({ registration }) })

  expect(
    await screen.findByText(/Ask an administrator of the shop for an invitation/),
  ).toBeDefined()
  expect(link('Create an account')).toBeNull()
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDefined()
})

test('before there is an administrator the first account can be made in every mode', async () => {
  open('/sign-in', { ...signedOut, ...options({ registration: 'closed', has_admin: false }) })

  expect(await screen.findByRole('button', { name: 'Create an account' })).toBeDefined()
})

test('who forgot a password asks for a letter, and the answer tells nothing', async () => {
  const { sent } = open('/sign-in', {
    ...signedOut,
    ...options({ reset_by_email: true }),
    'POST /api/auth/password-reset': () => Response.json(null, { status: 202 }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Forgot your password?' }))
  await userEvent.type(await screen.findByLabelText('E-mail address'), 'c@shop.local')
  await userEvent.click(screen.getByRole('button', { name: 'Send the link' }))

  expect(await screen.findByText(/If there is an account with this address/)).toBeDefined()
  const asked = sent.find(({ url }) => url.endsWith('/password-reset'))
  expect(await asked?.json()).toEqual({ email: 'c@shop.local' })
})

test('a weak password is said at each sign-in, and can wait', async () => {
  open('/sign-in?next=%2Fsettings%2Fshop', {
    ...signedOut,
    ...options(),
    'POST /api/auth/login': () => Response.json(tokens),
    'GET /api/auth/me': () => Response.json({ ...user, password_weak: true }),
  })
  await userEvent.type(await screen.findByLabelText('E-mail address'), 'c@shop.local')
  await userEvent.type(screen.getByLabelText('Password'), 'admin123')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('button', { name: 'Change it now' })).toBeDefined()
  expect(screen.getByRole('alert').textContent).toMatch(/It is a common password/)
  await userEvent.click(screen.getByRole('button', { name: 'Later' }))
  await waitFor(() => expect(window.location.pathname).toBe('/settings/shop'))
})

test('an invitation’s link makes the account and signs in; its token is not in the address', async () => {
  const { sent } = open('/invitation#secret', {
    'POST /api/auth/invitations/accept': () =>
      Response.json({ ...user, email: 'new@shop.local' }, { status: 201 }),
    'POST /api/auth/login': () => Response.json(tokens),
  })
  await userEvent.type(await screen.findByLabelText('Name'), 'Ben')
  await userEvent.type(screen.getByLabelText('Password'), 'a good long one')
  await userEvent.click(screen.getByRole('button', { name: 'Create an account' }))

  await waitFor(() => expect(window.location.pathname).toBe('/'))
  const body = (path: string) => sent.find(({ url }) => url.endsWith(path))?.json()
  expect(await body('/accept')).toEqual({
    token: 'secret',
    name: 'Ben',
    password: 'a good long one',
  })
  expect(await body('/login')).toMatchObject({ email: 'new@shop.local' })
  expect(window.location.hash).toBe('')
})

test('a link for a new password sets one, or says that it is too old', async () => {
  let old = true
  const { sent } = open(
    '/new-password#secret',
    {
      'POST /api/auth/password-reset/use': () =>
        old ? problem(404, 'link_refused') : new Response(null, { status: 204 }),
    },
    'fr',
  )
  await userEvent.type(await screen.findByLabelText('Nouveau mot de passe'), 'a good long one')
  const set = () => userEvent.click(screen.getByRole('button', { name: 'Choisir ce mot de passe' }))
  await set()
  expect((await screen.findByRole('alert')).textContent).toMatch(/Ce lien/)

  old = false
  await set()
  expect(await screen.findByText(/Votre mot de passe a été changé/)).toBeDefined()
  const asked = sent.findLast(({ url }) => url.endsWith('/use'))
  expect(await asked?.json()).toEqual({ token: 'secret', new_password: 'a good long one' })
})

test('a shop’s provider of accounts signs in, and who comes back without is told why', async () => {
  open('/sign-in?refused=sign_on_refused&next=%2Fproducts', {
    ...signedOut,
    ...options({ single_sign_on: 'Accounts Ltd' }),
  })
  const door = await screen.findByRole('link', { name: 'Sign in with Accounts Ltd' })
  expect(door.getAttribute('href')).toMatch(/\/api\/auth\/single-sign-on\?next_page=%2Fproducts$/)
  expect(screen.getByRole('alert').textContent).toMatch(/Ask an administrator for an invitation/)
})

test('whoever comes back from there is in, although this browser knew nobody', async () => {
  localStorage.removeItem('previstock.session')
  open('/sign-in?entered=true&next=%2Fsettings%2Faccount', {
    'POST /api/auth/refresh': () => Response.json(tokens),
  })
  await waitFor(() => expect(window.location.pathname).toBe('/settings/account'))
})
