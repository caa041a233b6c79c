import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer, draw } from '../../../tests/app'
import { ReturnDialog } from './ReturnDialog'

const sale = {
  id: 5,
  product_id: 7,
  quantity: 0.7,
  returned: 0.3,
  price: 9.99,
  sold_at: '2026-01-05T10:00:00Z',
  user_id: 1,
}
const ham = { id: 7, name: 'Ham', unit: 'kg', quantity_decimals: 3, price: 9.99 }

test('a part of a kilo comes back, and never more than is left of the sale', async () => {
  const sent = answer({
    'GET /api/products/7': () => Response.json(ham),
    'POST /api/sales/5/returns': () => Response.json({}, { status: 201 }),
  })
  const onClose = vi.fn()
  draw(<ReturnDialog sale={sale as never} onClose={onClose} />)
  expect(await screen.findByText(/^Up to 0\.4\skg can be returned/)).toBeDefined()
  const user = userEvent.setup()
  const quantity = screen.getByLabelText('Quantity')
  const take = screen.getByRole<HTMLButtonElement>('button', { name: 'Return' })
  await user.type(screen.getByLabelText('Why?'), 'too salty')

  await user.clear(quantity)
  await user.type(quantity, '0.401')
  expect(take.disabled).toBe(true)
  await user.clear(quantity)
  await user.type(quantity, '0,25')
  await user.click(take)

  await waitFor(() => expect(onClose).toHaveBeenCalled())
  const request = sent.find(({ method }) => method === 'POST')
  expect(await request?.json()).toMatchObject({ quantity: 0.25, reason: 'too salty' })
})
