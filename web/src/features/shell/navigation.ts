import {
  IconChartLine,
  IconDatabaseImport,
  IconHome,
  IconPackage,
  IconReceipt,
  IconShoppingCartPlus,
} from '@tabler/icons-react'

/** The main places, in the order people use them. */
export const places = [
  { to: '/', label: 'nav.dashboard', icon: IconHome, phone: true, manage: false },
  { to: '/sales/new', label: 'nav.sell', icon: IconShoppingCartPlus, phone: true, manage: false },
  { to: '/sales', label: 'nav.sales', icon: IconReceipt, phone: true, manage: false },
  { to: '/products', label: 'nav.products', icon: IconPackage, phone: true, manage: false },
  { to: '/forecast', label: 'nav.forecast', icon: IconChartLine, phone: true, manage: false },
  { to: '/data', label: 'nav.data', icon: IconDatabaseImport, phone: false, manage: true },
] as const
