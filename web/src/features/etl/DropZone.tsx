import { Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useText } from '@/shared/i18n'

type Props = { onDrop: (file: File) => void; children: ReactNode }

/** Takes a file that is dropped on it; its children are the way for everybody else. */
export function DropZone({ onDrop, children }: Props) {
  const { t } = useText()
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped can be chosen below too
    <div
      data-testid="drop"
      style={{
        padding: '1rem',
        border: `2px dashed var(--mantine-color-${over ? 'pine-filled' : 'default-border'})`,
        borderRadius: 'var(--mantine-radius-md)',
      }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file) onDrop(file)
      }}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('data.drop')}
      </Text>
      {children}
    </div>
  )
}
