import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { PasswordField } from './PasswordField'

test.each([
  ['en', 'Show password'],
  ['fr', 'Afficher le mot de passe'],
] as const)('in %s the keyboard reaches what shows the password', async (language, name) => {
  draw(<PasswordField label="Secret" />, language)
  const field = screen.getByLabelText<HTMLInputElement>('Secret')
  const toggle = screen.getByRole('button', { name })
  await userEvent.type(field, 'three green lamps')
  await userEvent.tab()

  expect(document.activeElement).toBe(toggle)
  expect(field.type).toBe('password')
  await userEvent.keyboard('{Enter}')
  expect(field.type).toBe('text')
  expect(toggle.getAttribute('aria-pressed')).toBe('true')
  await userEvent.keyboard(' ')
  expect(field.type).toBe('password')
})
