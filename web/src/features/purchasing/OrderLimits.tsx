import { Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Supplier } from '@/shared/suppliers'

/** What the supplier wants an order to come to. */
export function OrderLimits({ supplier, total }: { supplier: Supplier; total: number }) {
  const { t, format } = useText()
  const { minimum_order_value: least, carriage_free_from: free, currency } = supplier
  const money = (value: number) => format.money(value, currency)
  if (least !== null && total < least) {
    return (
      <Text size="sm" c="light-dark(#8a4b00, #ffc078)">
        {t('orders.belowMinimum', { minimum: money(least), missing: money(least - total) })}
      </Text>
    )
  }
  if (free === null) return null
  return (
    <Text size="sm">
      {total < free
        ? t('orders.belowFree', { free: money(free), missing: money(free - total) })
        : t('orders.carriageFree')}
    </Text>
  )
}
