import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ForecastProductMeasuresOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import { TextLink } from '@/shared/ui/links'
import { accuracyQuery } from './queries'

/** Products whose forecasts have been too high or too low week after week. */
export function BiasAlarms() {
  const { t } = useText()
  const found = useQuery(accuracyQuery(1, true))
  const products = found.data?.rows ?? []
  const names = useProductNames(products.map(({ product_id }) => product_id))
  if (products.length === 0) return null
  return (
    <Alert
      color="yellow"
      variant="light"
      mb="md"
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={t('accuracy.alarms', { count: found.data?.inAlarm ?? products.length })}
    >
      <List>
        {products.map((product) => (
          <Alarm
            key={product.product_id}
            product={product}
            name={names.get(product.product_id)?.name}
          />
        ))}
      </List>
    </Alert>
  )
}

type AlarmProps = { product: ForecastProductMeasuresOut; name: string | undefined }

function Alarm({ product: { product_id: id, bias_alarm: alarm }, name }: AlarmProps) {
  const { t, format } = useText()
  if (!alarm) return null
  return (
    <List.Item>
      <TextLink inherit to="/forecast/$productId" params={{ productId: String(id) }}>
        {name ?? t('sales.unknownProduct', { id })}
      </TextLink>{' '}
      {t(`accuracy.alarm.${alarm.direction}`, { day: format.day(alarm.since) })}
    </List.Item>
  )
}
