import { inFirstHour } from '@/shared/first-hour'
import { useText } from '@/shared/i18n'
import { useDays } from '@/shared/use-days'
import { bySupplier, type Changed, firstOrderBy } from './choice'
import type { Advice } from './queries'

/** The answer of the page in a sentence: how many products, of how many suppliers, by when. */
export function useHeadline(
  suggested: { rows: readonly Advice[]; total: number } | undefined,
  changed: Changed,
): string {
  const { t, format } = useText()
  const { today, near } = useDays()
  if (!suggested) return ' '
  const { rows, total } = suggested
  if (total === 0) return inFirstHour() ? ' ' : t('reorder.nothing')
  const parts = bySupplier(rows, changed)
  const cost = parts.reduce((sum, part) => sum + Math.round(part.cost * 100), 0) / 100
  const first = firstOrderBy(rows)
  return [
    t('reorder.summary', {
      count: total,
      suppliers: t('reorder.fromSuppliers', { count: parts.length }),
    }),
    cost > 0 ? t('reorder.costs', { amount: format.money(cost) }) : null,
    first === undefined
      ? null
      : first < today
        ? t('reorder.firstLate')
        : t('reorder.first', { day: near(first) }),
    rows.length < total ? t('reorder.most', { count: rows.length }) : null,
  ]
    .filter(Boolean)
    .join(' ')
}
