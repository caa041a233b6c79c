import { Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Unit } from '@/shared/quantity'
import type { Supplier, Terms } from '@/shared/suppliers'

type Of = Pick<Supplier, 'currency' | 'lead_time_days'>

/** Terms in words: what they cost, by how many, and how long one waits. */
export function useTermsCells() {
  const { t, format } = useText()
  const units = (value: number, unit: Unit | undefined) => format.quantity(value, unit)
  const cost = ({ currency }: Of, terms: Terms) => format.cost(terms.unit_cost, currency)
  const breaks = ({ currency }: Of, terms: Terms, unit: Unit | undefined) =>
    terms.price_breaks
      .map((step) =>
        t('terms.break', {
          quantity: units(step.from_quantity, unit),
          cost: format.cost(step.unit_cost, currency),
        }),
      )
      .join(' · ')
  const leadTime = (supplier: Of, terms: Terms) => {
    const { lead_time_p50: usual, lead_time_p90: most } = terms
    if (terms.lead_time_source !== 'typed' && usual !== null && most !== null) {
      return (
        <>
          {t('terms.learnedDays', { count: Math.round(usual) })}
          <Text size="xs" c="dimmed">
            {t('terms.learnedHelp', {
              count: terms.lead_time_receipts,
              p90: format.integer(Math.ceil(most)),
            })}
          </Text>
        </>
      )
    }
    const days = terms.lead_time_days ?? supplier.lead_time_days
    return days === null ? '–' : t('suppliers.days', { count: days })
  }
  return { units, cost, breaks, leadTime }
}
