import { useText } from '@/shared/i18n'
import type { Aim } from './target'

/** What is aimed at, in a sentence. */
export function useAimText() {
  const { t, format } = useText()
  return (aim: Aim): string => {
    if ('service_level' in aim) {
      return t('targets.level', { share: format.share(aim.service_level) })
    }
    if ('shortage_cost' in aim) {
      return t('targets.costs', {
        missing: format.money(aim.shortage_cost),
        keeping: format.cost(aim.holding_cost_per_day),
      })
    }
    return t('targets.margin', {
      factor: format.quantity(aim.margin_factor),
      rate: format.share(aim.capital_rate_per_year),
      space: format.cost(aim.space_cost_per_day),
    })
  }
}
