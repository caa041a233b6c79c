import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { DayInput } from './DayInput'

afterEach(() => vi.restoreAllMocks())

test.each([
  // The browser's language, the client's, what is said.
  ['en-GB', 'en', 'GB', null],
  ['fr-FR', 'fr', 'FR', null],
  ['en-US', 'en', 'GB', '3 Apr 2026'],
  ['en-US', 'en', 'US', null],
  ['en-GB', 'fr', 'FR', '3 avr. 2026'],
  ['fr-FR', 'en', 'GB', '3 Apr 2026'],
] as const)(
  'in a browser of %s and in %s of %s a day is said in words: %s',
  (browser, language, country, said) => {
    vi.spyOn(navigator, 'language', 'get').mockReturnValue(browser)
    draw(<DayInput label="Day" value="2026-04-03" readOnly />, language, { country })
    expect(screen.getByLabelText<HTMLInputElement>('Day').value).toBe('2026-04-03')
    if (said) expect(screen.getByText(said)).toBeDefined()
    else expect(screen.queryByText(/2026/)).toBeNull()
  },
)
