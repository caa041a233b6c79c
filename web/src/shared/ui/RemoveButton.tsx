import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useText } from '../i18n'

type Props = { name: string; onClick: () => void }

/** Takes the line of something off a form. */
export function RemoveButton({ name, onClick }: Props) {
  const { t } = useText()
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t('orders.removeLine', { name })}
      onClick={onClick}
    >
      <IconX size={16} aria-hidden />
    </ActionIcon>
  )
}
