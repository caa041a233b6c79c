import type { Query, QueryClient, QueryFilters, QueryKey } from '@tanstack/react-query'

/** Its answer is on the way, and nothing that begins anew with it would be cancelled. */
const isOnItsWay = (query: Query) =>
  query.state.fetchStatus === 'fetching' &&
  (query.state.data === undefined || query.getObserversCount() === 0)

/**
 * After a write: whatever was read below these keys, or is such a query, is stale. What is being
 * read at this moment may be answered with what was before the write, so it is stale once more
 * when its answer is there.
 */
export async function makeStale(client: QueryClient, ...reads: (QueryKey | QueryFilters)[]) {
  const filters = reads.map((read) => ('length' in read ? { queryKey: read } : read))
  for (const filter of filters) {
    for (const query of client.getQueryCache().findAll(filter).filter(isOnItsWay)) {
      const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true })
      void query.fetch().then(again, again)
    }
  }
  await Promise.all(filters.map((filter) => client.invalidateQueries(filter)))
}
