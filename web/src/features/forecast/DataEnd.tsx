import { Alert } from '@mantine/core'
import type { ForecastForecastOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'

type Props = {
  forecast: Pick<ForecastForecastOut, 'product_id' | 'as_of' | 'data_end' | 'gap_days'>
  past: boolean
}

/** Where the data ends before the forecast begins; and the way back from a past day. */
export function DataEnd({ forecast, past }: Props) {
  const { t, format } = useText()
  const { gap_days: count, data_end: end } = forecast
  if (count === 0 && !past) return null
  return (
    <Alert color={count > 0 ? 'yellow' : 'gray'} variant="light" mt="sm" py="xs">
      {count > 0
        ? t('forecast.dataEnd', { day: format.day(end), count })
        : t('forecast.pastDay', { day: format.day(forecast.as_of) })}{' '}
      <TextLink
        inherit
        c="inherit"
        underline="always"
        to="/forecast/$productId"
        params={{ productId: String(forecast.product_id) }}
        search={({ asOf: _, ...others }: { asOf?: string }) =>
          count > 0 ? { ...others, asOf: end } : others
        }
      >
        {t(count > 0 ? 'forecast.fromDataEnd' : 'forecast.fromToday')}
      </TextLink>
    </Alert>
  )
}
