import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { Truncated } from './Truncated'

test.each([
  ['Viennoiseries et pâtisseries', 'break-word'],
  ['X-4711-2026-0000-0000-0000-0000', 'anywhere'],
])('%s breaks between words, or anywhere where it is no word', async (text, wrap) => {
  draw(<Truncated>{text}</Truncated>)
  expect((await screen.findByText(text)).style.overflowWrap).toBe(wrap)
})
