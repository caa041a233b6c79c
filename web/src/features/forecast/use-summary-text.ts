import type { ForecastForecastOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { expectedDigits, sum, summarise } from './summary'

const promotionTexts = {
  past: 'forecast.promotion',
  planned: 'forecast.promotionPlanned',
  unknown: 'forecast.promotionUnknown',
} as const

/** The forecast in sentences, the most important one first. */
export function useSummaryText(
  product: Product,
  history: readonly { day: string; quantity: number }[],
  forecast: ForecastForecastOut,
  /** Of a product without a day of sales behind it, what was sold today. */
  soldToday = 0,
): string[] {
  const { t, format } = useText()
  const { dates, forecast: expected, baseline } = forecast
  const { promotion, season } = forecast.model
  const { unit, quantity_decimals: decimals } = forecast
  const amount = (value: number) =>
    unit === 'piece'
      ? t('common.units', { count: Number(value.toFixed(decimals)) })
      : format.decimal(value, decimals) + format.unitSuffix(unit)
  const { stock } = product
  const censored = forecast.model.censored_days
  const count = dates.length
  const { total, perDay, change, emptyOn } = summarise({ history, dates, expected, stock })
  const compared =
    change === null
      ? []
      : [
          t('forecast.against', {
            change: format.signedPercent(change),
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
      total: amount(total),
      perDay: format.decimal(perDay, expectedDigits(decimals, perDay)),
    }),
    [
      ...(forecast.total.upper > 0
        ? [
            t('forecast.total', {
              level: format.percent(forecast.level),
              lower: format.decimal(forecast.total.lower, decimals),
              upper: format.decimal(forecast.total.upper, decimals),
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
            total: amount(sum(baseline)),
          }),
        ]
      : []),
    ...(promotion
      ? [
          t(promotionTexts[promotion.basis], {
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
      ...(history.length > 0
        ? []
        : [
            soldToday > 0
              ? t('forecast.soldToday', { sold: amount(soldToday) })
              : t('forecast.noHistory'),
          ]),
    ].join(' '),
  ]
}
