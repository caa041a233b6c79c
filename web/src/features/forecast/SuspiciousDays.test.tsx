import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { SuspiciousDays } from './SuspiciousDays'

const mayManage = vi.hoisted(() => ({ value: true }))
const create = vi.hoisted(() => vi.fn(async () => ({ data: {} })))
vi.mock('@/shared/user', () => ({ useUser: () => ({ mayManage: mayManage.value }) }))
vi.mock('@/api/gen/sdk.gen', async (original) => ({
  ...(await original<object>()),
  forecastCreateCorrection: create,
}))

const tea = { id: 7, name: 'Green tea', unit: 'piece' } as never
const days = [{ day: '2026-05-05', quantity: 500, used: 7.5 }]

beforeEach(() => {
  mayManage.value = true
  create.mockClear()
})

test.each([
  ['en', /5 May 2026: 500 sold; the forecast counts 7\.5/],
  ['fr', /5 mai 2026.: 500 vendus, dont la prévision retient 7,5/],
] as const)('a suspicious day is named with what counts of it (%s)', (language, said) => {
  draw(<SuspiciousDays product={tea} days={days} />, language)

  expect(screen.getByRole('alert').textContent).toMatch(said)
})

test('a manager says which quantity is right', async () => {
  draw(<SuspiciousDays product={tea} days={days} />, 'en')
  fireEvent.click(screen.getByRole('button', { name: /Review/ }))
  fireEvent.click(await screen.findByRole('radio', { name: 'A mistake' }))
  fireEvent.change(screen.getByLabelText('Units actually sold'), { target: { value: '5' } })
  fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'Typed twice' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))

  await waitFor(() => expect(create).toHaveBeenCalledOnce())
  expect(create.mock.calls[0]).toEqual([
    {
      body: {
        product_id: 7,
        day: '2026-05-05',
        kind: 'corrected',
        units: 5,
        note: 'Typed twice',
      },
    },
  ])
})

test('without a reason nothing is sent', async () => {
  draw(<SuspiciousDays product={tea} days={days} />, 'en')
  fireEvent.click(screen.getByRole('button', { name: /Review/ }))
  fireEvent.click(await screen.findByRole('button', { name: 'Save' }))

  expect(create).not.toHaveBeenCalled()
})

test('others see the day but are not asked', () => {
  mayManage.value = false
  draw(<SuspiciousDays product={tea} days={days} />, 'en')

  expect(screen.getByRole('alert')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Review/ })).toBeNull()
})
