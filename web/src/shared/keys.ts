// What more than one feature reads or makes stale. A feature's own keys stand with its queries.

/** What to order; it changes with orders, terms, targets and stock. */
export const adviceKey = ['advice'] as const

/** Everything read of purchase orders starts with this key. */
export const ordersKey = ['purchase-orders'] as const
