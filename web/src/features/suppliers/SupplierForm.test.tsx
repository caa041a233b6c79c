import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, north } from '../../../tests/goods'

const field = (name: string | RegExp) =>
  screen.findByLabelText<HTMLInputElement>(name, { selector: 'input, textarea' })
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))

async function type(name: string | RegExp, text: string) {
  await userEvent.clear(await field(name))
  await userEvent.paste(text)
}

const DETAILS = '/suppliers/3?tab=details'
const PUT = 'PUT /api/suppliers/3'

test('a new supplier of another currency needs a rate; a name that is taken is said at it', async () => {
  let taken = true
  const { sent } = open('/suppliers/new', {
    'POST /api/suppliers': async (request) => {
      if (taken) {
        const errors = [{ field: 'name', code: 'supplier_name_taken', message: '' }]
        return problem(409, 'supplier_name_taken', { errors })
      }
      return Response.json({ ...north, ...(await request.json()) }, { status: 201 })
    },
    'GET /api/suppliers/3': () => Response.json(north),
    'GET /api/suppliers/3/products': () => list(),
  })
  await type('Name', 'North')
  await userEvent.click(await field('Currency'))
  await userEvent.paste('swiss')
  await userEvent.click(await screen.findByText(/CHF/))
  await save()
  expect(await screen.findByText('Enter the exchange rate to the shop’s currency.')).toBeDefined()
  expect(sent.some(({ method, url }) => method === 'POST' && url.endsWith('/suppliers'))).toBe(
    false,
  )

  await type(/^One CHF is worth/, '1.05')
  await save()
  expect(await screen.findByText('Another supplier already has this name.')).toBeDefined()
  expect((await field('Name')).value).toBe('North')

  taken = false
  await save()
  expect(await screen.findByText('No products yet')).toBeDefined()
  const posts = sent.filter(({ method, url }) => method === 'POST' && url.endsWith('/suppliers'))
  expect(await posts[0]?.json()).toMatchObject({ name: 'North', currency: 'CHF', rate: 1.05 })
  expect(posts[0]?.headers.get('Idempotency-Key')).toBe(posts[1]?.headers.get('Idempotency-Key'))
})

test('who saves second sees what the first one changed, and loses nothing', async () => {
  let stored = north
  const { sent } = open(DETAILS, {
    'GET /api/suppliers/3': () => Response.json(stored),
    [PUT]: async (request) => {
      if (request.headers.get('If-Match') === '"3"') {
        return Response.json({ ...stored, ...(await request.json()), version: 4 })
      }
      stored = { ...north, version: 3, phone: '0102', lead_time_days: 9 }
      const changes = { phone: { from: null, to: '0102' }, lead_time_days: { from: 4, to: 9 } }
      const seen = [{ version: 3, user_id: 2, action: '', ts: '2026-06-01T10:00:00Z', changes }]
      return problem(412, 'supplier_changed', { params: { version: 3, changes: seen } })
    },
  })
  await type('E-mail address', 'me@north.example')
  await save()
  const alert = await screen.findByRole('alert')
  expect(within(alert).getByText(/Phone: – → 0102/)).toBeDefined()
  expect(within(alert).getByText(/Lead time \(days\): 4 → 9/)).toBeDefined()
  await waitFor(async () => expect((await field('Phone')).value).toBe('0102'))
  expect((await field('E-mail address')).value).toBe('me@north.example')
  await save()
  expect(await screen.findByText('North was saved.')).toBeDefined()
  const last = sent.findLast(({ method }) => method === 'PUT')
  expect(await last?.json()).toMatchObject({
    email: 'me@north.example',
    phone: '0102',
    lead_time_days: 9,
  })
})

test('what was typed is there again after a session that ended', async () => {
  let over = false
  const { sent } = open(DETAILS, {
    'POST /api/auth/refresh': () =>
      over
        ? problem(401, 'unauthenticated')
        : Response.json({ access_token: 'a', expires_in: 900 }),
    'POST /api/auth/login': () => {
      over = false
      return Response.json({ access_token: 'b', expires_in: 900 })
    },
    'GET /api/suppliers/3': () => Response.json(north),
    [PUT]: () => (over ? problem(401, 'unauthenticated') : Response.json(north)),
  })
  await type('Note', 'Ask for Lea')
  over = true
  await save()
  await type('Password', 'secret12')
  await type('E-mail address', 'camille@example.com')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  expect((await field('Note')).value).toBe('Ask for Lea')
  expect(screen.getByText('You have unsaved changes.')).toBeDefined()
  expect(sent.filter(({ method }) => method === 'PUT').length).toBeGreaterThan(0)
})
