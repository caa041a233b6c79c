import type { APIRequestContext } from '@playwright/test'
import { account } from '../e2e/account'
import { pages } from '../e2e/places'

/** One thing of each kind, by the first that its list has: `/orders/first` is the first order. */
const lists: Record<string, string> = {
  '/products/first': '/api/products?limit=1',
  '/forecast/first': '/api/products?limit=1',
  '/orders/first': '/api/purchase-orders?limit=1',
  '/suppliers/first': '/api/suppliers?limit=1',
  '/counts/first': '/api/stock/counts?limit=1',
}

export type Place = { name: string; path: string }

/** Every page of this stack, and the names of those that have nothing to show here. */
export async function places(request: APIRequestContext) {
  const { email, password } = account
  const signedIn = await request.post('/api/auth/login', { data: { email, password } })
  const { access_token: token } = await signedIn.json()
  const names = [...new Set([...pages, ...Object.keys(lists)])]
  const found = await Promise.all(
    names.map(async (name): Promise<Place> => {
      const list = lists[name]
      if (!list) return { name, path: name }
      const answer = await request.get(list, { headers: { Authorization: `Bearer ${token}` } })
      const [one] = (await answer.json()) as { id: number }[]
      return { name, path: one ? name.replace('first', String(one.id)) : '' }
    }),
  )
  return {
    shown: found.filter(({ path }) => path),
    missing: found.filter(({ path }) => !path).map(({ name }) => name),
  }
}
