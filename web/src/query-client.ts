import { QueryClient } from '@tanstack/react-query'
import { ApiError, toApiError } from './api/errors'
import { client } from './api/gen/client.gen'
import { withWords } from './shared/problem'

// Every failed request of the generated client becomes an ApiError, whoever wrote the answer.
client.interceptors.error.use((failure, response) => withWords(toApiError(failure, response)))

/** Reads are tried again only when that can help: the service was unreachable or overloaded. */
const mayHelp = (failure: unknown) =>
  failure instanceof ApiError && (failure.status === 0 || failure.status >= 502)

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What cannot be reached is said at once: nothing waits without a word until the network is
      // back, and nothing is done then that somebody has given up.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 15_000,
        retry: (failures, failure) => failures < 2 && mayHelp(failure),
      },
    },
  })
}
