import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, tea } from '../../../tests/goods'

const updated_at = '2026-06-01T10:00:00Z'
const ofDrinks = {
  scope: 'category',
  product_id: null,
  category: 'Drinks',
  target: { service_level: 0.98 },
  author: 1,
  updated_at,
}
const ofTea = {
  ...ofDrinks,
  scope: 'product',
  product_id: 7,
  category: null,
  target: { shortage_cost: 3, holding_cost_per_day: 0.002 },
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/forecast/targets': () => list(ofDrinks, ofTea),
  'GET /api/forecast/total': () => Response.json({ parts: [{ category: 'Drinks' }] }),
  'PUT /api/forecast/targets': () => Response.json(ofDrinks),
}
const put = async (sent: Request[]) => await sent.find(({ method }) => method === 'PUT')?.json()
const button = (name: string) => screen.findByRole('button', { name })

test('the targets are sentences; one is taken back', async () => {
  const { sent } = open('/settings/targets', answers)
  const row = (await screen.findByText('98% of cycles without a stock-out')).closest('tr')
  expect(within(row as HTMLElement).getByText('Drinks')).toBeDefined()
  expect(screen.getByText('Missing unit: €3.00; holding a unit: €0.002 per day')).toBeDefined()
  expect(screen.getByText(/By default, 95% of cycles/)).toBeDefined()
  await userEvent.click(await button('Remove the target for Green tea'))
  expect(await screen.findByText(/^Green tea follows the default target/)).toBeDefined()
  expect(await put(sent)).toEqual({ product_id: 7, category: null, target: null })
})

test('a class gets a service level; one that is out of reach is refused before it is sent', async () => {
  const { sent } = open('/settings/targets', answers)
  await userEvent.click(await button('New target'))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText('Category'), 'Tea')
  const level = dialog.getByRole('textbox', { name: 'Service level' })
  await userEvent.clear(level)
  await userEvent.type(level, '100')
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }))
  expect(await dialog.findByText('More than 0 % and less than 100 %.')).toBeDefined()
  expect(await put(sent)).toBeUndefined()
  await userEvent.clear(level)
  await userEvent.type(level, '99')
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Suggestions for Tea are being recomputed.')).toBeDefined()
  expect(await put(sent)).toEqual({
    product_id: null,
    category: 'Tea',
    target: { service_level: 0.99 },
  })
})

test('in French a change says what it lacks', async () => {
  const { sent } = open('/settings/targets', answers, 'fr')
  await userEvent.click(await button('Modifier l’objectif de Drinks'))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(dialog.getByText('Coûts'))
  await userEvent.click(dialog.getByRole('button', { name: 'Enregistrer' }))
  expect(await dialog.findAllByText('Champ obligatoire.')).toHaveLength(2)
  expect(await put(sent)).toBeUndefined()
})
