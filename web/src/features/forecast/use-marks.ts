import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { wholeCalendarQuery } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { useToday } from '@/shared/shop/use-shop'
import { eventsOf, type Mark, stockoutsOf } from './marks'

/** What happened to a product, and what is planned: events of two years and stock-outs. */
export function useMarks(
  product: Product,
  history: readonly { day: string; censored?: boolean }[],
): Mark[] {
  const { language } = useText()
  const calendar = useQuery(wholeCalendarQuery(language, useToday()))
  return useMemo(
    () => [...eventsOf(calendar.data?.rows ?? [], product), ...stockoutsOf(history)],
    [calendar.data, product, history],
  )
}
