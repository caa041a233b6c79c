import { queryOptions, useQuery } from '@tanstack/react-query'
import { authListUsers } from '@/api/gen/sdk.gen'
import { useText } from './i18n'
import { AT_ONCE } from './paging'
import { useUser } from './user'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await authListUsers({ query: { limit: AT_ONCE }, signal })).data,
  staleTime: 5 * 60_000,
})

/** Who did something. Only administrators may see who all the others are: else a number stands in. */
export function usePersonName(): (id: number) => string {
  const { t } = useText()
  const { user, mayAdminister } = useUser()
  const { data } = useQuery({ ...peopleQuery, enabled: mayAdminister })
  return (id) => {
    if (id === user?.id) return user.name
    if (id === 0) return t('common.byItself')
    const found = data?.find((person) => person.id === id)
    return found && !found.erased ? found.name : t('common.person', { id })
  }
}
