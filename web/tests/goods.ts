import type { ProductsPurchaseOrderOut, ProductsSupplierOut } from '@/api/gen/types.gen'

// What the services answer of a shop that buys tea.

export const list = (...rows: object[]) =>
  Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })

export const tea = {
  id: 7,
  sku: 'TEA',
  name: 'Green tea',
  price: 4.2,
  stock: 10,
  category: null,
  unit: 'piece',
  quantity_decimals: 0,
  version: 1,
  archived: false,
}

export const north: ProductsSupplierOut = {
  id: 3,
  name: 'North',
  email: null,
  phone: null,
  address: '',
  country: null,
  account_number: null,
  electronic_address: null,
  language: 'en',
  currency: 'EUR',
  rate: 1,
  minimum_order_value: 50,
  carriage_free_from: null,
  order_days: [1],
  review_days: 7,
  lead_time_days: 4,
  closed: [],
  note: null,
  version: 2,
  archived: false,
  created_at: '2026-01-05T10:00:00Z',
  updated_at: '2026-01-05T10:00:00Z',
  deliveries: {
    receipts: 0,
    lead_time_p50: null,
    lead_time_p90: null,
    promised: 0,
    late: 0,
    late_share: null,
    median_days_late: null,
    overdue_orders: 0,
  },
}

export const teaTerms = {
  product_id: 7,
  product_sku: 'TEA',
  product_name: 'Green tea',
  sku: 'N-7',
  unit_cost: 2,
  price_breaks: [{ from_quantity: 24, unit_cost: 1.5 }],
  order_multiple: 6,
  minimum_quantity: 0,
  lead_time_days: null,
  lead_time_p50: null,
  lead_time_p90: null,
  lead_time_source: 'typed',
  lead_time_receipts: 0,
  preferred: true,
  version: 4,
  updated_at: '2026-01-05T10:00:00Z',
}

export const shopFloor = {
  id: 1,
  name: 'Shop',
  address: '',
  transfer_days: 1,
  version: 1,
  archived: false,
}
export const store = { ...shopFloor, id: 2, name: 'Store' }

export const order: ProductsPurchaseOrderOut = {
  id: 14,
  number: 'PO000014',
  supplier_id: 3,
  supplier_name: 'North',
  location_id: 1,
  status: 'placed',
  overdue: false,
  currency: 'EUR',
  rate: 1,
  expected_on: '2026-06-12',
  reference: null,
  note: null,
  reason: null,
  lines: [
    {
      id: 31,
      product_id: 7,
      product_sku: 'TEA',
      product_name: 'Green tea',
      supplier_sku: 'N-7',
      quantity: 24,
      unit: 'piece',
      unit_cost: 1.5,
      amount: 36,
      received: 0,
      closed: 0,
      open: 24,
      expected_on: null,
    },
  ],
  total: 36,
  warnings: [],
  mails: [],
  version: 5,
  created_by: 1,
  placed_by: 1,
  placed_at: '2026-06-01T10:00:00Z',
  ended_at: null,
  created_at: '2026-06-01T09:00:00Z',
  updated_at: '2026-06-01T10:00:00Z',
}
