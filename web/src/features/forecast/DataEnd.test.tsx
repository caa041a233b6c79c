import { screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { DataEnd } from './DataEnd'

type Search = (before: object) => object

// Where a link leads, as text: there is no router here.
vi.mock('@/shared/ui/links', () => ({
  TextLink: ({ search, children }: { search: Search; children: ReactNode }) => (
    <a href={`#${JSON.stringify(search({ days: 7, asOf: '2026-01-02' }))}`}>{children}</a>
  ),
}))

const forecast = { product_id: 7, as_of: '2026-05-31', data_end: '2026-05-05', gap_days: 26 }
const leadsTo = () => decodeURI(screen.getByRole('link').getAttribute('href') ?? '')

test.each([
  ['en', /data ends on .*5.* 26 days after it are treated as unknown/],
  ['fr', /données s’arrêtent au 5 mai.* 26 jours suivants sont considérés comme inconnus/],
] as const)(
  'where data ends is said, and a forecast from there is offered (%s)',
  (language, said) => {
    draw(<DataEnd forecast={forecast} past={false} />, language)

    expect(screen.getByRole('alert').textContent).toMatch(said)
    expect(leadsTo()).toBe('#{"days":7,"asOf":"2026-05-05"}')
  },
)

test('from a past day a link leads back to today', () => {
  draw(<DataEnd forecast={{ ...forecast, data_end: '2026-05-31', gap_days: 0 }} past />)

  expect(leadsTo()).toBe('#{"days":7}')
})

test('where data reaches yesterday nothing is said', () => {
  draw(<DataEnd forecast={{ ...forecast, data_end: '2026-05-31', gap_days: 0 }} past={false} />)

  expect(screen.queryByRole('alert')).toBeNull()
})
