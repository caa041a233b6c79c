import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'

const stored = {
  off: ['overstock'],
  run_out_chance: 0.5,
  demand_deviation: 3,
  late_days: 0,
  dead_value: 0,
  overstock_value: 50,
  expiry_days: 30,
  expiry_units: 1,
  quiet_from: null,
  quiet_to: null,
  mail_to: ['camille@example.com'],
  mail_at: '07:00',
  mail_language: 'en',
}
const answers = {
  'GET /api/forecast/alerts/settings': () => Response.json(stored),
  'PUT /api/forecast/alerts/settings': async (request: Request) =>
    Response.json(await request.json()),
}
const puts = (sent: Request[]) => sent.filter(({ method }) => method === 'PUT')
const save = async (name: string) =>
  await userEvent.click(await screen.findByRole('button', { name }))

test('what is not touched is sent as it was stored', async () => {
  const { sent } = open('/settings/alerts', answers)
  const chance = await screen.findByLabelText<HTMLInputElement>(/^Chance of running out/)
  expect(chance.value).toBe('50')
  await userEvent.clear(chance)
  await userEvent.type(chance, '30')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Overstock' }))
  await save('Save')
  expect(await screen.findByText('Settings saved.')).toBeDefined()
  expect(await puts(sent)[0]?.json()).toEqual({ ...stored, off: [], run_out_chance: 0.3 })
  expect(screen.getByText('All changes are saved.')).toBeDefined()
})

test('who saves second is told that somebody else did, and can save then', async () => {
  let etag = '"3"'
  const { sent } = open('/settings/alerts', {
    'GET /api/forecast/alerts/settings': () => Response.json(stored, { headers: { ETag: etag } }),
    'PUT /api/forecast/alerts/settings': async (request) =>
      request.headers.get('If-Match') === etag
        ? Response.json(await request.json(), { headers: { ETag: '"5"' } })
        : problem(412, 'alert_settings_changed'),
  })
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Overstock' }))
  etag = '"4"'
  await save('Save')
  expect(
    await screen.findByText(/^Someone else changed these settings in the meantime/),
  ).toBeDefined()
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Overstock' }).checked).toBe(true)
  await save('Save')
  expect(await screen.findByText('Settings saved.')).toBeDefined()
  expect(puts(sent).map((put) => put.headers.get('If-Match'))).toEqual(['"3"', '"4"'])
})

test('quiet hours that begin have an end, and a mail goes to an address', async () => {
  const { sent } = open('/settings/alerts', answers, 'fr')
  await userEvent.type(await screen.findByLabelText('De'), '22:00')
  await userEvent.type(screen.getByLabelText('Envoyer à', { selector: 'input' }), 'nobody,')
  await save('Enregistrer')
  expect(await screen.findByText('Champ obligatoire.')).toBeDefined()
  expect(screen.getByText(/adresse e-mail/)).toBeDefined()
  await waitFor(() => expect(puts(sent)).toHaveLength(0))
})
