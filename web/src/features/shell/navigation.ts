import {
  IconBuildingStore,
  IconChecklist,
  IconClipboardList,
  IconDatabaseImport,
  IconHome,
  IconPackage,
  IconReceipt,
  IconSettings,
  IconShoppingCart,
  IconShoppingCartPlus,
  IconTruckDelivery,
} from '@tabler/icons-react'
import { isAtLeast } from '@/shared/user'

/** The main places, in the order people use them, and from which role on they are of use; `short` where a tab is too narrow. */
export const places = [
  { to: '/', label: 'nav.dashboard', icon: IconHome, from: 'viewer' },
  {
    to: '/forecast',
    label: 'nav.reorder',
    short: 'nav.reorderShort',
    icon: IconShoppingCart,
    from: 'viewer',
  },
  { to: '/sales/new', label: 'nav.sell', icon: IconShoppingCartPlus, from: 'user' },
  { to: '/sales', label: 'nav.sales', icon: IconReceipt, from: 'viewer' },
  { to: '/products', label: 'nav.products', icon: IconPackage, from: 'viewer' },
  { to: '/stock', label: 'nav.stock', icon: IconBuildingStore, from: 'viewer' },
  { to: '/orders', label: 'nav.orders', icon: IconClipboardList, from: 'manager' },
  { to: '/counts', label: 'nav.counts', icon: IconChecklist, from: 'viewer' },
  { to: '/suppliers', label: 'nav.suppliers', icon: IconTruckDelivery, from: 'manager' },
  { to: '/data', label: 'nav.data', icon: IconDatabaseImport, from: 'manager' },
  { to: '/settings/shop', label: 'nav.settings', icon: IconSettings, from: 'viewer' },
] as const

export type Place = (typeof places)[number]

/** At the foot of a phone, by how much they are used; the first four that somebody may see. */
const most: readonly Place['to'][] = ['/', '/forecast', '/sales/new', '/products', '/sales']
const TABS = 4

/** What somebody sees of the places: all at the side of a wide page; on a phone four, and the rest. */
export function placesOf(role: string | undefined) {
  const visible: readonly Place[] = places.filter(({ from }) => isAtLeast(role, from))
  const tabs = most.flatMap((to) => visible.find((place) => place.to === to) ?? []).slice(0, TABS)
  return { visible, tabs, rest: visible.filter((place) => !tabs.includes(place)) }
}

/** The start and the sales have other places below their address. */
export const activeOptions = ({ to }: Place) => ({
  exact: to === '/' || to === '/sales',
  includeSearch: false,
})
