import { baseUrl } from './base-url'
import type { CreateClientConfig } from './gen/client.gen'
import { sessionFetch } from './session'

/** Read by the generated client when it is first imported. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: baseUrl(),
  fetch: sessionFetch,
})
