import { TextInput } from '@mantine/core'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, expect, test } from 'vitest'
import { draw } from '../../../tests/app'
import { Dialog, DialogForm } from './Dialog'
import { watchHistory } from './dialog-history'

const user = userEvent.setup()

function Page() {
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <button type="button" onClick={() => setOpened(true)}>
        Open
      </button>
      <Dialog opened={opened} onClose={close} title="Form">
        <DialogForm
          action="Save"
          pending={false}
          failure={null}
          onClose={close}
          onSubmit={(event) => {
            event.preventDefault()
            close()
          }}
        >
          <TextInput label="Name" />
        </DialogForm>
      </Dialog>
    </>
  )
}

const dialog = () => screen.queryByRole('dialog', { name: 'Form' })
const depth = () => Number(window.history.state?.dialogs ?? 0)

async function openForm() {
  await user.click(screen.getByRole('button', { name: 'Open' }))
  await screen.findByLabelText('Name')
  await waitFor(() => expect(depth()).toBe(1))
}

watchHistory()
beforeEach(() => {
  window.history.pushState({}, '', '/before')
  window.history.pushState({}, '', '/somewhere')
})

test('Back closes the dialog, and the page stays', async () => {
  draw(<Page />)
  await openForm()
  window.history.back()
  await waitFor(() => expect(dialog()).toBeNull())
  await waitFor(() => expect(depth()).toBe(0))
  expect(window.location.pathname).toBe('/somewhere')
})

test('after a dialog was closed one Back leaves the page', async () => {
  draw(<Page />)
  await openForm()
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(dialog()).toBeNull())
  // The next one goes by the same entry.
  const { length } = window.history
  await openForm()
  expect(window.history.length).toBe(length)
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(dialog()).toBeNull())
  window.history.back()
  await waitFor(() => expect(window.location.pathname).toBe('/before'))
})

test.each([
  ['Escape', () => user.keyboard('{Escape}')],
  ['the cross', () => user.click(screen.getByRole('button', { name: 'Close' }))],
  ['Back', async () => window.history.back()],
] as const)('%s throws nothing away that was typed, unless somebody says so', async (_, leave) => {
  draw(<Page />)
  await openForm()
  await user.type(screen.getByLabelText('Name'), 'Tea')
  await leave()
  const question = await screen.findByRole('dialog', { name: 'Discard what you typed?' })
  expect(question.textContent).toContain('It has not been saved.')
  // Enter takes the safe answer.
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Keep editing'))
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.queryByText('Discard what you typed?')).toBeNull())
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Tea')

  await user.keyboard('{Escape}')
  await user.click(await screen.findByRole('button', { name: 'Discard' }))
  await waitFor(() => expect(dialog()).toBeNull())
})

test('where nothing was typed nothing is asked', async () => {
  draw(<Page />)
  await openForm()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(dialog()).toBeNull())
})

test('the browser asks before the page goes with what was typed', async () => {
  draw(<Page />)
  await openForm()
  const goes = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(goes()).toBe(true)
  await user.type(screen.getByLabelText('Name'), 'Tea')
  expect(goes()).toBe(false)
})
