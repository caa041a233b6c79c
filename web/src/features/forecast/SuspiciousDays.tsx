import { Alert, Button, Group, Text } from '@mantine/core'
import { IconZoomQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { lateDialog } from '@/shared/ui/late-dialog'
import { useUser } from '@/shared/user'
import type { SuspiciousDay } from './corrections'

const CorrectionDialog = lateDialog(() =>
  import('./CorrectionDialog').then((part) => part.CorrectionDialog),
)

type Props = { product: Product; days: readonly SuspiciousDay[] }

/** Days that sold so much that they may be mistakes; a manager says what they were. */
export function SuspiciousDays({ product, days }: Props) {
  const { t, format } = useText()
  const { mayManage } = useUser()
  const [asked, setAsked] = useState<SuspiciousDay | null>(null)
  if (days.length === 0) return null
  const units = (value: number) => format.quantity(value, product.unit)
  return (
    <Alert
      color="yellow"
      variant="light"
      mt="sm"
      icon={<IconZoomQuestion size={20} aria-hidden />}
      title={t('corrections.title', { count: days.length })}
    >
      {days.map((found) => (
        <Group key={found.day} gap="sm" justify="space-between">
          <Text size="sm">
            {t('corrections.day', {
              day: format.day(found.day),
              sold: units(found.quantity),
              used: units(Math.round(found.used * 10) / 10),
            })}
          </Text>
          {mayManage ? (
            <Button variant="subtle" size="compact-sm" onClick={() => setAsked(found)}>
              {t('corrections.ask', { day: format.shortDay(found.day) })}
            </Button>
          ) : null}
        </Group>
      ))}
      {asked ? (
        <CorrectionDialog product={product} day={asked} onClose={() => setAsked(null)} />
      ) : null}
    </Alert>
  )
}
