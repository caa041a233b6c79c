import { createContext, use, useSyncExternalStore } from 'react'
import type { AuthShopOut } from '@/api/gen/types.gen'
import { dayIn } from '../day'

export type Shop = AuthShopOut

/** The shop that is being looked at: null before somebody signs in. */
export const ShopContext = createContext<Shop | null>(null)

/** The shop's settings, on every page behind the sign-in. */
export function useShop(): Shop {
  const shop = use(ShopContext)
  if (!shop) throw new Error('The shop is known on pages behind the sign-in.')
  return shop
}

/** Which day it is in the shop. A page left open over its midnight learns of the new one. */
export function useToday(): string {
  const { time_zone } = useShop()
  return useSyncExternalStore(everyMinute, () => dayIn(time_zone, new Date()))
}

function everyMinute(look: () => void) {
  const timer = setInterval(look, 60_000)
  // Timers sleep in a tab that nobody sees.
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}
