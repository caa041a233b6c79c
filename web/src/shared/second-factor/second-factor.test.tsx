import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { signOut } from '@/api/session'
import { open, problem, user } from '../../../tests/app'
import { list } from '../../../tests/goods'

const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 900 }
const codes = ['abcde-23456', 'fghjk-78923']
const options = {
  shop_name: 'Corner shop',
  registration: 'open',
  has_admin: true,
  single_sign_on: null,
  reset_by_email: true,
}
const door = {
  'POST /api/auth/refresh': () => problem(401, 'refresh_refused'),
  'GET /api/auth/sign-in-options': () => Response.json(options),
}
const app = {
  'POST /api/auth/second-factor/totp': () =>
    Response.json(
      { secret: 'BASE32', uri: 'otpauth://x', qr_code: 'data:image/svg+xml,x' },
      { status: 201 },
    ),
  'POST /api/auth/second-factor/totp/confirm': () => Response.json({ recovery_codes: codes }),
}
const refused = (code: string, params: object) =>
  Response.json({ status: 401, code, title: 'no', params }, { status: 401 })

async function type(label: string, text: string) {
  await userEvent.type(await screen.findByLabelText(label), text)
}
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

afterEach(async () => {
  await signOut()
  vi.unstubAllGlobals()
})

test('who has an app is asked for its code, and signs in with all of it', async () => {
  const { sent } = open('/sign-in', {
    ...door,
    'POST /api/auth/login': async (request) => {
      const { second_factor } = await request.json()
      if (second_factor === '123456') return Response.json(tokens)
      return second_factor
        ? problem(401, 'second_factor_wrong')
        : refused('second_factor_required', { methods: ['totp'] })
    },
  })
  await type('E-mail address', 'c@shop.local')
  await type('Password', 'a good long one')
  await press('Sign in')
  await type('A code from your phone', '000000')
  await press('Sign in')
  expect((await screen.findByRole('alert')).textContent).toMatch(/code is wrong/)
  await userEvent.clear(screen.getByLabelText('A code from your phone'))
  await type('A code from your phone', '123456')
  await press('Sign in')

  await waitFor(() => expect(window.location.pathname).toBe('/'))
  expect(sent.filter(({ url }) => url.endsWith('/api/auth/login'))).toHaveLength(3)
})

test('who needs a second factor and has none sets it up at the door', async () => {
  const { sent } = open('/sign-in', {
    ...door,
    ...app,
    'POST /api/auth/login': () =>
      refused('second_factor_setup_required', { setup_token: 'only this' }),
  })
  await type('E-mail address', 'c@shop.local')
  await type('Password', 'a good long one')
  await press('Sign in')
  expect(await screen.findByText(/Your role requires a code from your phone/)).toBeDefined()
  await type('Current password', 'a good long one')
  await press('Next')
  await type('Code', '123456')
  await press('Confirm')
  expect(await screen.findByText(codes[0] as string)).toBeDefined()
  await press('I saved them')

  expect(await screen.findByText(/All set. Sign in/)).toBeDefined()
  const shown = sent
    .filter(({ url }) => url.includes('/second-factor/'))
    .map(({ headers }) => headers.get('Authorization'))
  expect(shown).toEqual(['Bearer only this', 'Bearer only this'])
})

const account = (totp: boolean) => ({
  'GET /api/auth/sign-in-options': () => Response.json(options),
  'GET /api/auth/sessions': () => list(),
  'GET /api/auth/passkeys': () => Response.json([]),
  'GET /api/auth/second-factor': () =>
    Response.json({ totp, recovery_codes_left: totp ? 3 : 0, passkeys: 0, required: false }),
})

test('an app is taken away with the password and a code', async () => {
  const { sent } = open('/settings/account', {
    ...account(true),
    'POST /api/auth/second-factor/remove': () => new Response(null, { status: 204 }),
  })
  expect(await screen.findByText(/3 recovery codes are left/)).toBeDefined()
  await press('Remove the app')
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText('Current password'), 'a good long one')
  await userEvent.type(dialog.getByLabelText('Code'), 'abcde-23456')
  await userEvent.click(dialog.getByRole('button', { name: 'Remove the app' }))

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const asked = sent.find(({ url }) => url.endsWith('/second-factor/remove'))
  expect(await asked?.json()).toEqual({
    current_password: 'a good long one',
    code: 'abcde-23456',
  })
})

test('another address is asked for with the password; the letter’s page confirms it', async () => {
  open('/settings/account', {
    ...account(false),
    'POST /api/auth/me/email': () => Response.json(null, { status: 202 }),
  })
  const part = within(await screen.findByRole('region', { name: 'E-mail address' }))
  await userEvent.type(await part.findByLabelText('New address'), 'new@shop.local')
  await userEvent.type(part.getByLabelText('Current password'), 'a good long one')
  await userEvent.click(part.getByRole('button', { name: 'Send a link' }))
  expect(await part.findByText(/An e-mail with a link is on its way/)).toBeDefined()
})

test('nothing happens to an address before its page was pressed', async () => {
  const { sent } = open('/new-address#token', {
    'POST /api/auth/new-address': () => Response.json({ ...user, email: 'new@shop.local' }),
  })
  const button = await screen.findByRole('button', { name: 'Use this address from now on' })
  const confirmed = () => sent.filter(({ url }) => url.endsWith('/new-address'))
  expect(confirmed()).toHaveLength(0)
  await userEvent.click(button)
  expect(await screen.findByText(/you sign in with new@shop.local/)).toBeDefined()
  expect(await confirmed()[0]?.json()).toEqual({ token: 'token' })
})

test('a passkey signs in; who changes their mind stays at the door', async () => {
  let made: object | null = null
  vi.stubGlobal('PublicKeyCredential', { parseRequestOptionsFromJSON: (json: object) => json })
  vi.stubGlobal('navigator', {
    ...window.navigator,
    language: 'en',
    userAgent: '',
    credentials: { get: async () => made && { toJSON: () => made } },
  })
  const { sent } = open('/sign-in', {
    ...door,
    'POST /api/auth/passkeys/sign-in/options': () => Response.json({ public_key: {} }),
    'POST /api/auth/passkeys/sign-in': () => Response.json(tokens),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }))
  expect(window.location.pathname).toBe('/sign-in')
  made = { id: 'key' }
  await press('Sign in with a passkey')

  await waitFor(() => expect(window.location.pathname).toBe('/'))
  const shown = sent.find(({ url }) => url.endsWith('/passkeys/sign-in'))
  expect(await shown?.json()).toEqual({ credential: made })
})
