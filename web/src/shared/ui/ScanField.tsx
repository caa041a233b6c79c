import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'

type Props = {
  label: string
  icon?: ReactNode
  /** Takes a code; says what is wrong with it, or null. */
  onScan: (code: string) => string | null | Promise<string | null>
}

/** A field for codes, typed or scanned: Enter takes one, and the field is ready for the next. */
export function ScanField({ label, icon, onScan }: Props) {
  const [code, setCode] = useState('')
  const [error, setError] = useState<string | null>(null)

  async function take() {
    const scanned = code.trim()
    setCode('')
    setError(scanned === '' ? null : await onScan(scanned))
  }

  return (
    <TextInput
      label={label}
      leftSection={icon}
      autoComplete="off"
      // The field is what people came to this page for.
      autoFocus
      value={code}
      error={error}
      onChange={({ currentTarget: { value } }) => setCode(value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        void take()
      }}
      style={{ flex: '1 1 14rem' }}
    />
  )
}
