import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import type { Language } from '../i18n'
import { MoneyInput } from './MoneyInput'
import { NumberField } from './NumberField'

const field = () => screen.getByLabelText<HTMLInputElement>('Price')
const mark = (side: 'left' | 'right') =>
  field().parentElement?.querySelector(`[data-position="${side}"]`)?.textContent ?? ''
/** As it is read, with the currency beside it. */
const shown = () => `${mark('left')}${field().value} ${mark('right')}`.trim()

function money(language: Language, country: string) {
  const onChange = vi.fn()
  draw(<MoneyInput label="Price" onChange={onChange} />, language, { country })
  return onChange
}

test.each([
  ['fr', 'FR', '1 234,50', '1234,50 €'],
  ['fr', 'FR', '1.234,50 €', '1234,50 €'],
  ['en', 'US', '$1,234.50', '€1234.50'],
  ['en', 'US', '1,234', '€1234'],
  ['fr', 'CH', "1'234.50", '1234.50 €'],
] as const)('%s in %s: %s is pasted as %s', async (language, country, text, value) => {
  const onChange = money(language, country)
  await userEvent.click(field())
  await userEvent.paste(text)
  expect(shown()).toBe(value)
  expect(Number(onChange.mock.lastCall?.[0])).toBe(text === '1,234' ? 1234 : 1234.5)
})

test.each([
  ['12.345', 'At most 2 decimals.'],
  ['1e3', 'Enter a number.'],
  ['-5', 'At least 0.'],
])('%s is not cut when it is pasted: it is said why it cannot stand there', async (text, why) => {
  const onChange = money('en', 'GB')
  await userEvent.click(field())
  await userEvent.paste(text)
  expect(field().value).toBe('')
  expect(screen.getByText(why)).toBeDefined()
  expect(onChange).not.toHaveBeenCalled()
})

test('a key that changes nothing says why, until one does', async () => {
  money('en', 'GB')
  await userEvent.type(field(), '12.345')
  expect(shown()).toBe('€12.34')
  expect(screen.getByText('At most 2 decimals.')).toBeDefined()
  await userEvent.keyboard('{Backspace}')
  expect(screen.queryByText('At most 2 decimals.')).toBeNull()
  await userEvent.keyboard('e')
  expect(screen.getByText('Enter a number.')).toBeDefined()
})

test('what a limit makes of a number is said beside it', async () => {
  draw(<NumberField label="Price" min={0} max={100} />, 'en')
  await userEvent.type(field(), '150')
  fireEvent.blur(field())
  expect(shown()).toBe('100')
  expect(screen.getByText('At most 100.')).toBeDefined()
})

test('keys go up and down by its step, within its limits, without a mistake of binary fractions', async () => {
  const onChange = vi.fn()
  draw(
    <NumberField label="Price" step={0.1} max={0.4} decimalScale={1} onChange={onChange} />,
    'fr',
  )
  await userEvent.type(field(), '0,2{ArrowUp}')
  expect([shown(), onChange.mock.lastCall?.[0]]).toEqual(['0,3', 0.3])
  await userEvent.keyboard('{ArrowUp}{ArrowUp}')
  expect(shown()).toBe('0,4')
  await userEvent.keyboard('{ArrowDown}')
  expect(shown()).toBe('0,3')
})

test('what a browser fills in is read as it is written; what cannot stand there is refused', () => {
  const onChange = vi.fn()
  draw(<NumberField label="Price" max={50} isStrict onChange={onChange} />, 'en')
  fireEvent.change(field(), { target: { value: '1,5' } })
  expect([shown(), onChange.mock.lastCall?.[0]]).toEqual(['1.5', 1.5])
  for (const value of ['abc', '60']) fireEvent.change(field(), { target: { value } })
  expect(shown()).toBe('1.5')
  expect(screen.getByText('At most 50.')).toBeDefined()
  expect(onChange).toHaveBeenCalledTimes(1)
})
