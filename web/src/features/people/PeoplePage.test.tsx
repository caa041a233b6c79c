import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem, user } from '../../../tests/app'
import { list } from '../../../tests/goods'

const me = { ...user, active: true, password_weak: false, last_seen_at: null }
const ben = { ...me, id: 2, name: 'Ben', email: 'ben@example.com', role: 'user' }
const invitation = {
  id: 5,
  email: 'new@example.com',
  role: 'manager',
  created_by: 1,
  created_at: '2026-06-01T10:00:00Z',
  expires_at: '2099-06-08T10:00:00Z',
  used_at: null,
  revoked_at: null,
}
const answers = {
  'GET /api/auth/users': () => list(me, ben),
  'GET /api/auth/invitations': () => list(),
}
const dialog = () => screen.findByRole('dialog')
const press = async (name: string) =>
  userEvent.click(within(await dialog()).getByRole('button', { name }))

async function choose(name: string, item: string) {
  await userEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}

test('who is invited gets a link to be handed over where no mail is sent', async () => {
  const link = 'https://shop.example/invitation#secret'
  const { sent } = open('/settings/people', {
    ...answers,
    'POST /api/auth/invitations': () =>
      Response.json({ ...invitation, link, mailed: false }, { status: 201 }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Invite' }))
  await userEvent.type(
    await within(await dialog()).findByLabelText('E-mail address'),
    ' new@example.com',
  )
  await press('Invite')

  expect(await screen.findByText(/Give this link to new@example.com/)).toBeDefined()
  expect(screen.getByLabelText<HTMLInputElement>('Link').value).toBe(link)
  expect(await sent.find(({ method }) => method === 'POST')?.url).toBeDefined()
  const asked = sent.find(({ url, method }) => method === 'POST' && url.endsWith('/invitations'))
  expect(await asked?.json()).toEqual({ email: 'new@example.com', role: 'user', days: 7 })
})

test('an open invitation is withdrawn; one that was accepted cannot be', async () => {
  let open_: object = invitation
  const accepted = {
    ...invitation,
    id: 4,
    email: 'ada@example.com',
    used_at: invitation.created_at,
  }
  open('/settings/people', {
    ...answers,
    'GET /api/auth/invitations': () => list(open_, accepted),
    'DELETE /api/auth/invitations/5': () => {
      open_ = { ...invitation, revoked_at: invitation.created_at }
      return new Response(null, { status: 204 })
    },
  })
  const of = (email: string) =>
    screen.queryByRole('button', { name: `Withdraw the invitation of ${email}` })
  expect(await screen.findByText(/Accepted on/)).toBeDefined()
  expect(of('ada@example.com')).toBeNull()
  await userEvent.click(of('new@example.com') as HTMLElement)
  await press('Withdraw')
  await waitFor(() => expect(of('new@example.com')).toBeNull())
})

test('a role is changed, a colleague deactivated, a link for a new password made', async () => {
  let stored = { ...ben }
  const { sent } = open('/settings/people', {
    ...answers,
    'GET /api/auth/users': () => list(me, stored),
    'PATCH /api/auth/users/2': async (request) => {
      stored = { ...stored, ...(await request.json()) }
      return Response.json(stored)
    },
    'POST /api/auth/users/2/reset-link': () =>
      Response.json(
        {
          email: ben.email,
          expires_at: '2099-01-01T00:00:00Z',
          link: 'https://s/n#x',
          mailed: true,
        },
        { status: 201 },
      ),
  })
  await choose('Ben', 'Change the role')
  const role = within(await dialog()).getByRole('combobox', { name: 'Role' })
  await userEvent.selectOptions(role, within(role).getByRole('option', { name: /^Manager: also/ }))
  await press('Save')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await screen.findByText('Manager')).toBeDefined()

  await choose('Ben', 'Link for a new password')
  await press('Make the link')
  expect(await screen.findByText(/on its way to ben@example.com by mail/)).toBeDefined()
  await press('Close')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  await choose('Ben', 'Deactivate')
  await press('Deactivate')
  expect(await screen.findByText('Deactivated')).toBeDefined()
  const patches = sent.filter(({ method }) => method === 'PATCH')
  expect(await Promise.all(patches.map((each) => each.json()))).toEqual([
    { role: 'manager' },
    { active: false },
  ])
})

test('a person is erased, after their data was offered', async () => {
  let people: object[] = [me, ben]
  let invitations: object[] = [{ ...invitation, email: 'ben@old.example.com' }]
  const { sent } = open('/settings/people', {
    ...answers,
    'GET /api/auth/users': () => list(...people),
    'GET /api/auth/invitations': () => list(...invitations),
    'DELETE /api/auth/users/2': () => {
      people = [me, { ...ben, name: '#2', active: false, erased: true }]
      invitations = []
      return new Response(null, { status: 204 })
    },
  })

  await choose('Ben', 'Erase for good')
  within(await dialog()).getByRole('button', { name: 'Their data as a file' })
  await press('Erase for good')

  expect(await screen.findByText('Person 2')).toBeDefined()
  await waitFor(() => expect(screen.queryByText('ben@old.example.com')).toBeNull())
  expect(sent.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})

test('the last administrator stays, and it is said why', async () => {
  open('/settings/people', {
    ...answers,
    'PATCH /api/auth/users/1': () => problem(409, 'last_admin'),
  })
  await choose('Camille', 'Deactivate')
  await press('Deactivate')
  expect(await within(await dialog()).findByText(/This is the last administrator/)).toBeDefined()
})

test('others are told that it is not theirs, and nothing is asked', async () => {
  const { sent } = open('/settings/people', {
    'GET /api/auth/me': () => Response.json({ ...me, role: 'manager' }),
  })
  expect(await screen.findByText('Only administrators see who there is.')).toBeDefined()
  expect(sent.some(({ url }) => url.includes('/users'))).toBe(false)
})

test('of who was erased a number is left, and nothing to do', async () => {
  const erased = {
    ...ben,
    name: '#2',
    email: 'erased-2@erased.invalid',
    active: false,
    erased: true,
  }
  open('/settings/people', { ...answers, 'GET /api/auth/users': () => list(me, erased) })
  const row = (await screen.findByText('Erased')).closest('tr') as HTMLElement
  expect(within(row).getByText('Person 2')).toBeDefined()
  expect(within(row).queryByText(/erased\.invalid/)).toBeNull()
  expect(within(row).queryByRole('button')).toBeNull()
  expect(screen.getByRole('link', { name: 'Who did what' })).toBeDefined()
})

test('an administrator sees when somebody was last seen and signs them out of a device', async () => {
  const phone = {
    id: 8,
    device: 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
    network: '192.0.2.7',
    signed_in_at: '2026-06-01T10:00:00Z',
    used_at: '2026-06-01T11:00:00Z',
    expires_at: '2099-06-01T10:00:00Z',
    current: false,
  }
  let sessions: object[] = [phone]
  const { sent } = open('/settings/people', {
    ...answers,
    'GET /api/auth/users': () => list(me, { ...ben, last_seen_at: phone.used_at }),
    'GET /api/auth/users/2/sessions': () => list(...sessions),
    'DELETE /api/auth/users/2/sessions/8': () => {
      sessions = []
      return new Response(null, { status: 204 })
    },
  })
  const [, mine, his] = await screen.findAllByRole('row')
  const seen = (row?: HTMLElement) =>
    within(row as HTMLElement).getAllByRole('cell')[3]?.textContent
  expect(seen(mine)).toBe('–')
  expect(seen(his)).toMatch(/Jun/)

  await choose('Ben', 'Signed-in devices')
  expect(await within(await dialog()).findByText('192.0.2.7')).toBeDefined()
  await press('Sign out: Firefox on Android')

  expect(await screen.findByText('No device is signed in.')).toBeDefined()
  expect(sent.some(({ method }) => method === 'DELETE')).toBe(true)
})
