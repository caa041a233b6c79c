import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer, draw, problem } from '../../../tests/app'
import { CreateAccountForm } from './CreateAccountForm'

const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 900 }

async function fillIn(setUp: boolean) {
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Name'), 'Camille')
  await user.type(screen.getByLabelText('E-mail address'), 'c@shop.local')
  await user.type(screen.getByLabelText('Password'), 'long-enough')
  if (setUp) await user.click(screen.getByRole('checkbox'))
  await user.click(screen.getByRole('button', { name: 'Create an account' }))
  return user
}

test('an ordinary account asks for no role, and is signed in at once', async () => {
  const sent = answer({
    'POST /api/auth/register': () => Response.json({}, { status: 201 }),
    'POST /api/auth/login': () => Response.json(tokens),
  })
  const onDone = vi.fn()
  draw(<CreateAccountForm onDone={onDone} />)

  await fillIn(false)

  await waitFor(() => expect(onDone).toHaveBeenCalled())
  expect(await sent[0]?.json()).toEqual({
    name: 'Camille',
    email: 'c@shop.local',
    password: 'long-enough',
  })
})

test('where there is an administrator already, setting up the shop is refused in words', async () => {
  answer({ 'POST /api/auth/register': () => problem(403, 'role_not_allowed') })
  draw(<CreateAccountForm onDone={() => undefined} />)

  await fillIn(true)

  expect(await screen.findByText(/already has an administrator/)).toBeDefined()
})

test('an installation with a setup token asks for it, and sends it', async () => {
  const sent = answer({
    'POST /api/auth/register': (request) =>
      request.headers.get('X-Setup-Token') === 'secret'
        ? Response.json({}, { status: 201 })
        : problem(403, 'setup_token_needed'),
    'POST /api/auth/login': () => Response.json(tokens),
  })
  const onDone = vi.fn()
  draw(<CreateAccountForm onDone={onDone} />)

  const user = await fillIn(true)
  await user.type(await screen.findByLabelText('Setup token'), 'secret')
  await user.click(screen.getByRole('button', { name: 'Create an account' }))

  await waitFor(() => expect(onDone).toHaveBeenCalled())
  expect(await sent[1]?.json()).toMatchObject({ role: 'admin' })
})

test('an address that is taken is said at the address', async () => {
  answer({
    'POST /api/auth/register': () =>
      problem(409, 'email_taken', {
        errors: [{ field: 'email', code: 'email_taken', message: 'taken' }],
      }),
  })
  draw(<CreateAccountForm onDone={() => undefined} />)

  await fillIn(false)

  const field = screen.getByLabelText('E-mail address')
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getByText('There is already an account with this e-mail address.')).toBeDefined()
  expect(screen.queryByRole('alert')).toBeNull()
})
