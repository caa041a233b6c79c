import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, user } from '../../../tests/app'

const sale = {
  id: 1,
  product_id: 7,
  quantity: 3,
  price: 4.2,
  returned: 0,
  sold_at: '2026-06-01T20:00:00Z',
  created_at: '2026-06-01T20:00:00Z',
  voided_at: null,
  user_id: 3,
  location_id: 1,
}
const list = (row: object) => Response.json([row], { headers: { 'X-Total-Count': '1' } })
const answers = {
  'GET /api/sales': () => list(sale),
  'GET /api/sales/sum': () =>
    Response.json({ sales: 1, voided: 0, quantity: 3, revenue: 12.6, unpriced: 0, by_unit: [] }),
  'GET /api/products': () => list({ id: 7, name: 'Green tea' }),
  'GET /api/auth/users': () => list({ ...user, id: 3, name: 'Noor' }),
  'GET /api/locations': () => Response.json([]),
}

test.each([
  ['en', 'Cancel sale', 'Keep', /^3 × Green tea, €12\.60, sold 2 Jun 2026, 08:00 by Noor\.$/],
  [
    'fr',
    'Annuler la vente',
    'Conserver',
    /^3 × Green tea, 12,60\s€, vendu le 2 juin 2026, 08:00 par Noor\.$/,
  ],
] as const)('whoever cancels a sale is told which, in %s', async (language, act, keep, text) => {
  open('/sales', answers, language)
  await userEvent.click(await screen.findByRole('button', { name: act }))
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText(text)).toBeDefined()
  await userEvent.click(within(dialog).getByRole('button', { name: keep }))
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('a cancelled sale says why and by whom', async () => {
  const voided = {
    ...sale,
    voided_at: '2026-06-02T08:00:00Z',
    voided_by: 3,
    void_reason: 'Wrong cup',
  }
  open('/sales', { ...answers, 'GET /api/sales': () => list(voided) })
  expect(await screen.findByText('Cancelled by Noor: Wrong cup')).toBeDefined()
})
