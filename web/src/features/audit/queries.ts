import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { authListAudit } from '@/api/gen/sdk.gen'
import type { AuthActOut, AuthListAuditData } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'

export type Act = AuthActOut
export type ActFilter = NonNullable<AuthListAuditData['query']>

/** Acts come in while it is looked at, from every service: nothing of it stays fresh. */
export const auditQuery = (filter: ActFilter) =>
  queryOptions({
    queryKey: ['audit', filter],
    queryFn: async ({ signal }) => pageFrom(await authListAudit({ query: filter, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
