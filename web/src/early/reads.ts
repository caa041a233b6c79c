import type { Language } from '@/shared/i18n/preferred'
import { isAt, segmentsOf } from './pages'

/**
 * What the loader of a page asks for, whoever opens it on whatever day, as long as its address
 * says no more than its path: a test compares them. `$` is an id of that path, `@` the language.
 */
export const PAGE_READS: Record<string, readonly string[]> = {
  '/': [
    'forecast/replenishment/summary',
    'forecast/replenishment?suggested=true&sort=urgency&language=@&limit=3',
    'forecast/total?horizon_days=1&limit=1',
    'products?sort=stock&limit=6',
    'sales?limit=6',
  ],
  '/counts': ['stock/counts?page=1&limit=25'],
  '/counts/$': ['stock/counts/$', 'stock/counts/$/lines?show=all&page=1&limit=25'],
  '/data': ['etl/jobs?page=1&limit=20'],
  '/forecast': [
    'forecast/replenishment?suggested=true&sort=money_at_risk&language=@&page=1&limit=25',
    'forecast/replenishment?suggested=true&sort=money_at_risk&language=@&page=1&limit=100',
  ],
  '/forecast/$': ['products/$', 'forecast/series?product_id=$'],
  '/forecast/alerts': ['forecast/alerts?state=new&state=seen&page=1&limit=25'],
  '/forecast/replay': ['forecast/replay?limit=1'],
  '/orders': [
    'purchase-orders?status=draft&status=placed&status=partially_received&page=1&limit=25',
    'purchase-orders?overdue=true&limit=1',
  ],
  '/orders/$': ['purchase-orders/$', 'purchase-orders/$/receipts'],
  '/orders/$/edit': ['purchase-orders/$'],
  '/orders/$/receive': ['purchase-orders/$'],
  '/products': ['products?sort=name&page=1&limit=25'],
  '/products/$': ['products/$', 'forecast/series?product_id=$'],
  '/products/prices': ['products?sort=name&page=1&limit=50'],
  '/sales': ['sales?page=1&limit=25', 'sales/sum'],
  '/sales/baskets': ['sales/orders?page=1&limit=25'],
  '/sales/baskets/$': ['sales/orders/$'],
  '/sales/lines/$': ['sales/$'],
  '/stock': ['stock?page=1&limit=25'],
  '/stock/lots': ['stock/lots?page=1&limit=25'],
  '/stock/movements': ['stock/movements?page=1&limit=20'],
  '/stock/to-count': ['stock/to-count?page=1&limit=25'],
  '/supplier-returns': ['stock/supplier-returns?page=1&limit=25'],
  '/supplier-returns/$': ['stock/supplier-returns/$'],
  '/suppliers': ['suppliers?archived=false&page=1&limit=25'],
  '/suppliers/$': ['suppliers/$', 'suppliers/$/products?page=1&limit=25'],
  '/transfers': ['stock/transfers?page=1&limit=25'],
  '/transfers/$': ['stock/transfers/$'],
}

export function readsAt(path: string, language: Language): string[] {
  const address = Object.keys(PAGE_READS).find((pattern) => isAt(pattern, path))
  if (!address) return []
  const id = segmentsOf(path)[segmentsOf(address).indexOf('$')] ?? ''
  // `/orders/new` is no order.
  if (address.includes('$') && !/^\d+$/.test(id)) return []
  return (PAGE_READS[address] ?? []).map(
    (read) => `/api/${read.replaceAll('$', id).replace('@', language)}`,
  )
}
