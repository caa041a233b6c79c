import { queryOptions } from '@tanstack/react-query'
import { authListPasskeys, authReadSecondFactor, authReadSignInRule } from '@/api/gen/sdk.gen'

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: async ({ signal }) => (await authReadSecondFactor({ signal })).data,
})

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async ({ signal }) => (await authListPasskeys({ signal })).data,
})

/** From which role on a second factor is needed: an administrator's to know. */
export const signInRuleQuery = queryOptions({
  queryKey: ['sign-in-rule'],
  queryFn: async ({ signal }) => (await authReadSignInRule({ signal })).data,
})
