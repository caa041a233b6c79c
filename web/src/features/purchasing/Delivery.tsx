import { Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { wallClockOf } from '@/shared/instant'
import { useShop } from '@/shared/shop/use-shop'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { Part } from '@/shared/ui/Part'
import type { ReceiptValues } from './receipt-values'

type Props = {
  values: ReceiptValues
  errors: Record<string, string>
  onChange: (part: Partial<ReceiptValues>) => void
}

/** What belongs to the whole delivery. */
export function Delivery({ values, errors, onChange }: Props) {
  const { t } = useText()
  const { time_zone } = useShop()
  return (
    <Part title={t('receipts.delivery')}>
      <Group grow preventGrowOverflow={false} align="flex-start">
        <TextInput
          type="datetime-local"
          label={t('receipts.received_at')}
          description={t('receipts.received_atHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          max={wallClockOf(time_zone, new Date())}
          value={values.received_at}
          error={errors.received_at}
          onChange={({ currentTarget: { value } }) => onChange({ received_at: value })}
        />
        <TextInput
          label={t('receipts.delivery_note')}
          autoComplete="off"
          value={values.delivery_note}
          error={errors.delivery_note}
          onChange={({ currentTarget: { value } }) => onChange({ delivery_note: value })}
        />
        <MoneyInput
          label={t('receipts.freight')}
          value={values.freight}
          error={errors.freight}
          onChange={(freight) => onChange({ freight })}
        />
        <MoneyInput
          label={t('receipts.duty')}
          value={values.duty}
          error={errors.duty}
          onChange={(duty) => onChange({ duty })}
        />
      </Group>
      {values.freight || values.duty ? (
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t('receipts.spread')}
          </Text>
          <SegmentedControl
            aria-label={t('receipts.spread')}
            value={values.spread}
            onChange={(spread) => onChange({ spread: spread === 'quantity' ? spread : 'value' })}
            data={[
              { value: 'value', label: t('receipts.byValue') },
              { value: 'quantity', label: t('receipts.byQuantity') },
            ]}
          />
        </div>
      ) : null}
    </Part>
  )
}
