import { places } from './navigation'

/** Pages that the menu does not show; each is called as on its tab. */
const within = [
  { to: '/sales/baskets', label: 'baskets.title', from: 'viewer' },
  { to: '/sales/margins', label: 'margins.title', from: 'manager' },
  { to: '/stock/movements', label: 'stock.story', from: 'viewer' },
  { to: '/stock/to-count', label: 'stock.toCount', from: 'viewer' },
  { to: '/stock/lots', label: 'lots.title', from: 'viewer' },
  { to: '/transfers', label: 'transfers.title', from: 'viewer' },
  { to: '/supplier-returns', label: 'supplierReturns.title', from: 'manager' },
  { to: '/forecast/total', label: 'totals.title', from: 'viewer' },
  { to: '/forecast/calendar', label: 'calendar.title', from: 'viewer' },
  { to: '/forecast/accuracy', label: 'accuracy.title', from: 'viewer' },
  { to: '/forecast/alerts', label: 'alerts.title', from: 'viewer' },
  { to: '/forecast/replay', label: 'nav.replay', from: 'manager' },
  { to: '/settings/locations', label: 'locations.title', from: 'viewer' },
  { to: '/settings/targets', label: 'targets.title', from: 'manager' },
  { to: '/settings/account', label: 'nav.myAccount', from: 'viewer' },
  { to: '/settings/people', label: 'nav.people', from: 'admin' },
  { to: '/settings/audit', label: 'audit.title', from: 'admin' },
] as const

const menu = places.map(({ to, label, from }) => ({ to, label, from }))

export const pages = [...menu, ...within]

/** What one begins, by the page where it is done. */
export const beginnings = [
  { to: '/sales/new', label: 'nav.sell', from: 'user' },
  { to: '/orders/new', label: 'orders.new', from: 'manager' },
  { to: '/transfers/new', label: 'transfers.new', from: 'user' },
  { to: '/supplier-returns/new', label: 'palette.supplierReturn', from: 'manager' },
  { to: '/suppliers/new', label: 'suppliers.new', from: 'manager' },
] as const
