import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Alert } from './queries'

const numberOf = (value: unknown) => (typeof value === 'number' ? value : Number(value ?? 0))

/** What an alert says, with the figures of the moment in which it was raised. */
export function useAlertText(alerts: readonly Alert[]) {
  const { t, format } = useText()
  const products = useProductNames(alerts.flatMap(({ product_id }) => product_id ?? []))
  return (alert: Alert): string => {
    const { params } = alert
    const product = products.get(alert.product_id ?? 0)
    const name = product?.name ?? t('movements.product', { id: alert.product_id ?? 0 })
    const units = (value: unknown) => format.quantity(numberOf(value), product?.unit)
    const day = (value: unknown) =>
      typeof value === 'string' ? format.day(value.slice(0, 10)) : '–'
    const off = params.direction === 'too_high' ? 'too_high' : 'too_low'
    switch (alert.kind) {
      case 'will_run_out':
        return t('alerts.texts.will_run_out', {
          name,
          chance: format.percent(numberOf(params.chance)),
        })
      case 'ran_out':
        return t('alerts.texts.ran_out', { name })
      case 'demand_off':
        return t(`alerts.texts.demand_${off}`, { name, day: day(params.week_from) })
      case 'bias':
        return t(`alerts.texts.bias_${off}`, { name, day: day(params.since) })
      case 'late_delivery':
        return t('alerts.texts.late_delivery', {
          count: numberOf(params.days),
          order: alert.reference?.split('/')[1] ?? '',
        })
      case 'dead_stock':
        return params.last_sold_on
          ? t('alerts.texts.dead_stock', {
              name,
              units: units(params.on_hand),
              day: day(params.last_sold_on),
            })
          : t('alerts.texts.never_sold', { name, units: units(params.on_hand) })
      case 'overstock':
        return t('alerts.texts.overstock', { name, units: units(params.units) })
      default:
        return t('alerts.texts.expires_unsold', {
          name,
          units: units(params.unsold),
          day: day(params.expires_on),
        })
    }
  }
}
