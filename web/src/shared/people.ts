import { queryOptions, useQuery } from '@tanstack/react-query'
import { authListNames, authListUsers } from '@/api/gen/sdk.gen'
import { useText } from './i18n'
import { AT_ONCE } from './paging'
import { useUser } from './user'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await authListUsers({ query: { limit: AT_ONCE }, signal })).data,
  staleTime: 5 * 60_000,
})

/** What all are called, for whoever may not see more of them. */
const namesQuery = queryOptions({
  queryKey: ['people', 'names'],
  queryFn: async ({ signal }) => (await authListNames({ query: { limit: AT_ONCE }, signal })).data,
  staleTime: 5 * 60_000,
})

/** Everybody whom one may name: for administrators and those who sell. */
export function usePeople(): { id: number; name: string; erased?: boolean }[] {
  const { maySell, mayAdminister } = useUser()
  const people = useQuery({ ...peopleQuery, enabled: mayAdminister })
  const names = useQuery({ ...namesQuery, enabled: maySell && !mayAdminister })
  return people.data ?? names.data ?? []
}

/** Who did something. Where one may not see who the others are a number stands in. */
export function usePersonName(): (id: number) => string {
  const { t } = useText()
  const { user } = useUser()
  const people = usePeople()
  return (id) => {
    if (id === user?.id) return user.name
    if (id === 0) return t('common.byItself')
    const found = people.find((person) => person.id === id)
    return found && !found.erased ? found.name : t('common.person', { id })
  }
}
