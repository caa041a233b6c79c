import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem, user } from '../../../tests/app'

const CHANGE = 'POST /api/auth/password'

async function change(current: string, next: string) {
  await userEvent.clear(await screen.findByLabelText('Current password'))
  await userEvent.type(screen.getByLabelText('Current password'), current)
  await userEvent.clear(screen.getByLabelText('New password'))
  await userEvent.type(screen.getByLabelText('New password'), next)
  await userEvent.click(screen.getByRole('button', { name: 'Change the password' }))
}

test('a wrong password is asked for once only, and then it is changed', async () => {
  let right = false
  const { sent } = open('/settings/account', {
    'GET /api/auth/me': () => Response.json({ ...user, password_weak: !right }),
    [CHANGE]: () => (right ? new Response(null, { status: 204 }) : problem(401, 'bad_credentials')),
  })
  expect(await screen.findByText(/among the first that strangers try/)).toBeDefined()
  await change('wrong', 'a good long one')
  expect((await screen.findByRole('alert')).textContent).toMatch(/password is wrong/)
  const tried = () => sent.filter(({ url }) => url.endsWith('/api/auth/password'))
  expect(tried()).toHaveLength(1)

  right = true
  await change('old', 'a good long one')
  expect(await screen.findByText(/The password is changed/)).toBeDefined()
  expect(await tried()[1]?.json()).toEqual({
    current_password: 'old',
    new_password: 'a good long one',
  })
  expect(screen.queryByText(/among the first that strangers try/)).toBeNull()
})
