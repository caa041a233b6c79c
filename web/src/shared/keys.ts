// What more than one feature reads or makes stale. A feature's own keys stand with its queries.

/** What to order; it changes with orders, terms, targets and stock. */
export const adviceKey = ['advice'] as const

/** Everything read of purchase orders starts with this key. */
export const ordersKey = ['purchase-orders'] as const

/** What is ordered or in transit of a product; it changes with orders and transfers. */
export const incomingKey = ['incoming'] as const
