import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { MoneyInput } from './MoneyInput'

const field = () => screen.getByLabelText<HTMLInputElement>('Price')
const mark = (side: 'left' | 'right') =>
  field().parentElement?.querySelector(`[data-position="${side}"]`)?.textContent ?? ''
/** As it is read, with the currency beside it. */
const shown = () => `${mark('left')}${field().value} ${mark('right')}`.trim()

test.each([
  ['fr', '4,20', '4,20 €'],
  ['fr', '4.20', '4,20 €'],
  ['en', '4.20', '€4.20'],
  ['en', '4,20', '€4.20'],
] as const)('in %s, %s is read as what it says', async (language, typed, text) => {
  const onChange = vi.fn()
  draw(<MoneyInput label="Price" onChange={onChange} />, language)
  await userEvent.type(field(), typed)
  expect(shown()).toBe(text)
  expect(Number(onChange.mock.lastCall?.[0])).toBe(4.2)
})

test('an amount from before stands there in the currency of the shop', () => {
  draw(<MoneyInput label="Price" defaultValue={1234.5} />, 'fr', { currency: 'CHF' })
  expect(shown()).toBe('1234,5 CHF')
})
