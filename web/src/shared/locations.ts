import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { productsListLocations } from '@/api/gen/sdk.gen'
import type { ProductsLocationOut } from '@/api/gen/types.gen'
import { useText } from './i18n'
import { pageFrom } from './paging'

export type Location = ProductsLocationOut

/** The one that exists from the start. */
export const MAIN_LOCATION = 1

/** What it is called as it is made: not by a person, so each reader has it in their language. */
const AS_MADE = 'main'

/** How a location is called. */
export function useLocationName() {
  const { t } = useText()
  return ({ id, name }: Pick<Location, 'id' | 'name'>) =>
    id === MAIN_LOCATION && name === AS_MADE ? t('common.mainLocation') : name
}

export const locationsKey = ['locations'] as const

const KEPT = 'previstock.locations'

/** How many there were here last: what is only there with several has its room from the start. */
function lastCount(): number {
  try {
    return Number(localStorage.getItem(KEPT) ?? 1)
  } catch {
    return 1
  }
}

function keepCount(count: number) {
  try {
    localStorage.setItem(KEPT, String(count))
  } catch {
    // Where the browser lets nothing be kept the page moves a little.
  }
}

/** Every shop and store, archived ones too: the ledger still names them. */
export const locationsQuery = queryOptions({
  queryKey: locationsKey,
  queryFn: async ({ signal }) => {
    const found: Location[] = []
    for (let page = 1; ; page++) {
      const query = { archived: 'any', limit: 100, page } as const
      const { rows, total } = pageFrom(await productsListLocations({ query, signal }))
      found.push(...rows)
      if (rows.length === 0 || found.length >= total) break
    }
    keepCount(found.length)
    return found
  },
  staleTime: 60_000,
})

/** A service that does not answer holds up no page for longer. */
const SOON_MS = 800

/** They are there when the page is drawn, so that no choice of them moves what stands below. */
export const locationsSoon = (client: QueryClient): Promise<unknown> =>
  Promise.race([
    client.prefetchQuery(locationsQuery),
    new Promise((resolve) => setTimeout(resolve, SOON_MS)),
  ])

/** Where stock is: what is there is told apart only where there is more than one place. */
export function useLocations() {
  const { data, isPending } = useQuery(locationsQuery)
  const shown = useLocationName()
  const called = (data ?? []).map((location) => ({ ...location, name: shown(location) }))
  const live = called.filter(({ archived }) => !archived)
  const names = new Map(called.map(({ id, name }) => [id, name]))
  const count = data?.length ?? lastCount()
  return {
    live,
    count,
    several: count > 1,
    nameOf: (id: number) => names.get(id) ?? (isPending ? '' : String(id)),
  }
}
