import { Pill, PillsInput } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useText } from '@/shared/i18n'

type Props = {
  label: string
  description: string
  defaultValue?: readonly string[]
  onChange?: (addresses: string[]) => void
  onBlur?: () => void
  error?: ReactNode
}

/** Between two addresses. */
const between = /[\s,;]+/

/** Several e-mail addresses: one ends where a space, a comma or Enter is typed, or the field is left. */
export function Addresses({ label, description, defaultValue = [], onChange, ...props }: Props) {
  const { t } = useText()
  const { onBlur, error } = props
  const [addresses, setAddresses] = useState(defaultValue)
  const [typed, setTyped] = useState('')

  function set(all: readonly string[]) {
    const once = [...new Set(all)]
    setAddresses(once)
    onChange?.(once)
  }

  function type(text: string) {
    const parts = text.split(between)
    const last = parts.pop() ?? ''
    const ended = parts.filter((part) => part !== '')
    if (ended.length > 0) set([...addresses, ...ended])
    setTyped(last)
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter' && typed !== '') {
      // It ends an address, not the form.
      event.preventDefault()
      type(`${typed} `)
    } else if (event.key === 'Backspace' && typed === '') set(addresses.slice(0, -1))
  }

  return (
    <PillsInput label={label} description={description} error={error}>
      <Pill.Group>
        {addresses.map((address) => (
          <Pill
            key={address}
            withRemoveButton
            removeButtonProps={{
              'aria-label': `${t('common.remove')} ${address}`,
              'aria-hidden': false,
            }}
            onRemove={() => set(addresses.filter((each) => each !== address))}
          >
            {address}
          </Pill>
        ))}
        <PillsInput.Field
          inputMode="email"
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget: { value } }) => type(value)}
          onKeyDown={press}
          onBlur={() => {
            type(`${typed} `)
            onBlur?.()
          }}
        />
      </Pill.Group>
    </PillsInput>
  )
}
