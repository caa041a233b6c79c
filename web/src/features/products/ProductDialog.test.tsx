import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer, draw, problem } from '../../../tests/app'
import { ProductDialog } from './ProductDialog'

async function fill() {
  await userEvent.type(await screen.findByLabelText('Name'), 'Tea')
  await userEvent.type(screen.getByLabelText('SKU'), 'T-1')
  await userEvent.type(screen.getByLabelText('Price'), '4')
}

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))

test('what is wrong with a field is said at it, in the figures of the service’s rule', async () => {
  const errors = [
    { field: 'sku', code: 'string_too_long', message: 'too long', params: { max_length: 2 } },
  ]
  answer({ 'POST /api/products': () => problem(422, 'invalid', { errors }) })
  draw(<ProductDialog opened onClose={vi.fn()} />)
  await fill()
  await save()
  expect(await screen.findByText('At most 2 characters.')).toBeDefined()
  expect(screen.getByLabelText('SKU').getAttribute('aria-invalid')).toBe('true')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a product of kilos is counted by the gram, in the language’s own marks', async () => {
  const sent = answer({
    'POST /api/products': () => Response.json({ name: 'Jambon' }, { status: 201 }),
  })
  draw(<ProductDialog opened onClose={vi.fn()} />, 'fr')
  await userEvent.type(await screen.findByLabelText('Nom'), 'Jambon')
  await userEvent.type(screen.getByLabelText('Référence'), 'J-1')
  await userEvent.type(screen.getByLabelText('Prix'), '9,99')
  await userEvent.click(screen.getByRole('combobox', { name: 'Unité' }))
  await userEvent.click(await screen.findByRole('option', { name: 'kilogramme (kg)' }))
  const stock = screen.getByLabelText('Stock initial')
  await userEvent.clear(stock)
  await userEvent.type(stock, '2,35')
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer' }))

  await waitFor(() => expect(sent).toHaveLength(1))
  expect(await sent[0]?.json()).toMatchObject({
    unit: 'kg',
    quantity_decimals: 3,
    stock: 2.35,
    price: 9.99,
  })
})

test('what is wrong with no field is said in the dialog, which stays open', async () => {
  const onClose = vi.fn()
  answer({ 'POST /api/products': () => problem(403, 'forbidden') })
  draw(<ProductDialog opened onClose={onClose} />)
  await fill()
  await save()
  expect((await screen.findByRole('alert')).textContent).toContain('Your account may not do this.')
  expect(onClose).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(onClose).toHaveBeenCalledOnce()
})
