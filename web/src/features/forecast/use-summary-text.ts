import type { ForecastForecastOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { sum, summarise } from './summary'

/** The forecast in sentences, the most important one first. */
export function useSummaryText(
  product: Product,
  history: readonly { day: string; quantity: number }[],
  forecast: ForecastForecastOut,
): string[] {
  const { t, format } = useText()
  const { dates, forecast: expected, baseline } = forecast
  const { promotion, season } = forecast.model
  const { stock } = product
  const censored = forecast.model.censored_days
  const count = dates.length
  const { total, perDay, change, emptyOn } = summarise({ history, dates, expected, stock })
  const compared =
    change === null
      ? []
      : [
          t('forecast.against', {
            change: `${change >= 0 ? '+' : '−'}${format.percent(Math.abs(change))}`,
            count,
          }),
        ]
  const cover =
    stock === 0
      ? t('forecast.coverNone')
      : emptyOn
        ? t('forecast.cover', { stock, day: format.day(emptyOn) })
        : t('forecast.coverLong', { stock, count })
  return [
    t('forecast.summary', {
      count,
      total: t('common.units', { count: Math.round(total) }),
      perDay: format.decimal(perDay),
    }),
    [
      ...(forecast.total.upper > 0
        ? [
            t('forecast.total', {
              level: format.percent(forecast.level),
              lower: format.integer(Math.round(forecast.total.lower)),
              upper: format.integer(Math.round(forecast.total.upper)),
            }),
          ]
        : []),
      ...compared,
      cover,
    ].join(' '),
    ...(baseline
      ? [
          t('forecast.adjusted', {
            count: dates.filter((_, i) => expected[i] !== baseline[i]).length,
            total: t('common.units', { count: Math.round(sum(baseline)) }),
          }),
        ]
      : []),
    ...(promotion
      ? [
          t('forecast.promotion', {
            factor: format.decimal(promotion.factor, 2),
            count: promotion.days,
          }),
        ]
      : []),
    ...(season
      ? [
          [
            t('forecast.season', { count: season.years }),
            ...(season.comes < 1
              ? [t('forecast.seasonDoubt', { chance: format.percent(season.comes) })]
              : []),
          ].join(' '),
        ]
      : []),
    [
      t('forecast.asOf', { day: format.day(forecast.data_end) }),
      ...(censored > 0 ? [t('forecast.censored', { count: censored })] : []),
      ...(history.length === 0 ? [t('forecast.noHistory')] : []),
    ].join(' '),
  ]
}
