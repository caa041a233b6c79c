import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, tea } from '../../../tests/goods'

test('a field says that its list is open, and which it is', async () => {
  open('/products', {
    'GET /api/products': () => list(tea),
    'GET /api/forecast/total': () => Response.json({ parts: [{ category: 'Herbs' }] }),
  })
  await userEvent.click(await screen.findByRole('combobox', { name: 'Category' }))
  const shown = await screen.findByRole('listbox')
  const field = () => screen.getByRole('combobox', { name: 'Category', expanded: true })
  await waitFor(() => expect(field().getAttribute('aria-controls')).toBe(shown.id))
})
