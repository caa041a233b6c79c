import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

/** Its answer is on the way, and nothing that begins anew with it would be cancelled. */
const isOnItsWay = (query: Query) =>
  query.state.fetchStatus === 'fetching' &&
  (query.state.data === undefined || query.getObserversCount() === 0)

/**
 * After a write: whatever was read below these keys is stale. What is being read at this moment may
 * be answered with what was before the write, so it is stale once more when its answer is there.
 */
export async function makeStale(client: QueryClient, ...keys: QueryKey[]) {
  for (const queryKey of keys) {
    for (const query of client.getQueryCache().findAll({ queryKey, predicate: isOnItsWay })) {
      const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true })
      void query.fetch().then(again, again)
    }
  }
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
}
