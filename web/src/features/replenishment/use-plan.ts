import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUser } from '@/shared/user'
import type { Means } from './BudgetPart'
import { type Changed, plannedOf } from './choice'
import { type Advice, planQuery } from './queries'
import type { AdviceSearch } from './search'

const PAUSE = 200
const nothing: Means = { budget: null, carriage: null }
const asAdvised: Changed = new Map()

/**
 * What the service plans to buy in all with a budget. It knows suppliers and locations, but
 * neither days nor categories: lists that are narrowed by those have no budget.
 */
export function usePlan(search: AdviceSearch, rows: readonly Advice[]) {
  const { mayManage } = useUser()
  const [means, setMeans] = useState(nothing)
  const [asked] = useDebouncedValue(means, PAUSE)
  const { view = 'order', until, category, supplier, location } = search
  const plannable = view === 'order' && !until && !category
  const { data: plan } = useQuery({
    ...planQuery({
      ...(supplier ? { supplier_id: supplier } : {}),
      ...(location ? { location_id: location } : {}),
      ...(asked.budget === null ? {} : { budget: asked.budget }),
      ...(asked.carriage === null ? {} : { carriage: asked.carriage }),
    }),
    enabled: mayManage && plannable,
  })
  const limited = plannable && (means.budget !== null || means.carriage !== null)
  const planned = limited && plan ? plannedOf(rows, plan) : asAdvised
  return { means, setMeans, plannable, plan: plannable ? plan : undefined, planned }
}
