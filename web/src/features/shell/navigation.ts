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

/** The main places, in the order people use them; `tab` is the short name at the foot of a phone. */
export const places = [
  { to: '/', label: 'nav.dashboard', tab: 'nav.dashboard', icon: IconHome, manage: false },
  {
    to: '/forecast',
    label: 'nav.reorder',
    tab: 'nav.reorderShort',
    icon: IconShoppingCart,
    manage: false,
  },
  {
    to: '/sales/new',
    label: 'nav.sell',
    tab: 'nav.sellShort',
    icon: IconShoppingCartPlus,
    manage: false,
  },
  { to: '/sales', label: 'nav.sales', tab: 'nav.sales', icon: IconReceipt, manage: false },
  { to: '/products', label: 'nav.products', tab: 'nav.products', icon: IconPackage, manage: false },
  { to: '/stock', label: 'nav.stock', tab: null, icon: IconBuildingStore, manage: false },
  { to: '/orders', label: 'nav.orders', tab: null, icon: IconClipboardList, manage: true },
  { to: '/counts', label: 'nav.counts', tab: null, icon: IconChecklist, manage: false },
  { to: '/suppliers', label: 'nav.suppliers', tab: null, icon: IconTruckDelivery, manage: true },
  { to: '/data', label: 'nav.data', tab: null, icon: IconDatabaseImport, manage: true },
  { to: '/settings/shop', label: 'nav.settings', tab: null, icon: IconSettings, manage: false },
] as const
