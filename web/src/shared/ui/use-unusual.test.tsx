import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { useUnusual } from './use-unusual'

const save = vi.fn()

function Form() {
  const { unlessUnusual, question } = useUnusual()
  const [price, setPrice] = useState('45')
  return (
    <>
      <input aria-label="Price" value={price} onChange={(event) => setPrice(event.target.value)} />
      <button
        type="button"
        onClick={() => unlessUnusual(price === '4' ? [] : [`${price}?`], () => save(price))}
      >
        Save
      </button>
      {question}
    </>
  )
}

const user = userEvent.setup()

test.each([
  ['en', 'Is this right?', 'Change', 'Keep'],
  ['fr', /^Est-ce bien cela\s\?$/, 'Corriger', 'Conserver'],
] as const)(
  'a figure is asked about once, and Enter changes it, in %s',
  async (language, title, change, keep) => {
    save.mockClear()
    draw(<Form />, language)
    const press = () => user.click(screen.getByRole('button', { name: 'Save' }))
    await press()
    expect((await screen.findByRole('dialog', { name: title })).textContent).toContain('45?')
    await waitFor(() => expect(document.activeElement?.textContent).toBe(change))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(save).not.toHaveBeenCalled()

    await press()
    await user.click(await screen.findByRole('button', { name: keep }))
    expect(save).toHaveBeenCalledWith('45')
    // It was meant: nobody asks again about the same figure, but about another one.
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await press()
    expect(save).toHaveBeenCalledTimes(2)
    await user.type(screen.getByLabelText('Price'), '0')
    await press()
    expect((await screen.findByRole('dialog')).textContent).toContain('450?')
    expect(save).toHaveBeenCalledTimes(2)
  },
)

function Many({ count }: { count: number }) {
  const { unlessUnusual, question } = useUnusual()
  const found = Array.from({ length: count }, (_, n) => `Price ${n + 1}?`)
  return (
    <>
      <button type="button" onClick={() => unlessUnusual(found, save)}>
        Save
      </button>
      {question}
    </>
  )
}

test.each([
  ['en', 6, 6, null],
  ['en', 7, 6, 'and 1 more'],
  ['en', 1240, 6, 'and 1,234 more'],
  ['fr', 9, 6, 'et 3 autres'],
] as const)('in %s of %s figures %s are read, and %s', async (language, count, read, more) => {
  draw(<Many count={count} />, language)
  await user.click(screen.getByRole('button', { name: 'Save' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.querySelectorAll('li')).toHaveLength(read)
  if (more) expect(screen.getByText(more)).toBeDefined()
  else expect(screen.queryByText(/^and /)).toBeNull()
})
