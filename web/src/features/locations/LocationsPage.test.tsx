import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, shopFloor, store } from '../../../tests/goods'

test('a location that somebody else changed meanwhile is not overwritten unseen', async () => {
  let stored = store
  const { sent } = open('/settings/locations', {
    'GET /api/locations': () => list(shopFloor, stored),
    'PUT /api/locations/2': (request) => {
      if (request.headers.get('If-Match') === '"2"') return Response.json({ ...stored, version: 3 })
      stored = { ...store, version: 2, address: '2 Back Lane' }
      const changes = { address: { from: '', to: '2 Back Lane' } }
      const seen = [{ version: 2, user_id: 2, action: '', ts: '2026-06-01T10:00:00Z', changes }]
      return problem(412, 'location_changed', { params: { version: 2, changes: seen } })
    },
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Edit Store' }))
  const dialog = await screen.findByRole('dialog')
  const name = within(dialog).getByLabelText<HTMLInputElement>('Name')
  await userEvent.clear(name)
  await userEvent.type(name, 'Cellar')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(await within(dialog).findByText(/Address: – → 2 Back Lane/)).toBeDefined()
  const address = within(dialog).getByLabelText<HTMLTextAreaElement>('Address')
  await waitFor(() => expect(address.value).toBe('2 Back Lane'))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const put = sent.findLast(({ method }) => method === 'PUT')
  expect(await put?.json()).toMatchObject({ name: 'Cellar', address: '2 Back Lane' })
})

test('a location that holds something is not archived, and it is said why', async () => {
  open('/settings/locations', {
    'GET /api/locations': () => list(shopFloor, store),
    'DELETE /api/locations/2': () => problem(409, 'location_in_use'),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Archive Store' }))
  expect(screen.queryByRole('button', { name: 'Archive Shop' })).toBeNull()
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Archive' }))
  expect(await within(dialog).findByText(/This location cannot be archived/)).toBeDefined()
})

test('what nobody has named is called by the reader’s language, and is saved as it was', async () => {
  const made = { ...shopFloor, name: 'main' }
  const answers = {
    'GET /api/locations': () => list(made, store),
    'PUT /api/locations/1': () => Response.json({ ...made, version: 2 }),
  }
  const { sent } = open('/settings/locations', answers, 'fr')
  await userEvent.click(await screen.findByRole('button', { name: 'Modifier Lieu principal' }))
  const dialog = await screen.findByRole('dialog', { name: 'Modifier Lieu principal' })
  expect(screen.queryByText('main')).toBeNull()
  await userEvent.type(within(dialog).getByLabelText('Adresse'), '2 rue du Port')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Enregistrer' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const put = sent.findLast(({ method }) => method === 'PUT')
  expect(await put?.json()).toMatchObject({ name: 'main', address: '2 rue du Port' })
})
