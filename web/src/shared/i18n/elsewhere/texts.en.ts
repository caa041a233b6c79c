export const account = {
  currentPassword: 'Current password',
} as const

export const accuracy = {
  title: 'Accuracy',
} as const

export const alerts = {
  kinds: {
    will_run_out: 'Will run out before a delivery',
    ran_out: 'Ran out',
    demand_off: 'Far off the forecast',
    bias: 'Biased forecast',
    late_delivery: 'Late delivery',
    dead_stock: 'Dead stock',
    overstock: 'Overstock',
    expires_unsold: 'Expires before it sells',
  },
  title: 'Alerts',
} as const

export const audit = {
  title: 'Who did what',
} as const

export const baskets = {
  one: 'Basket {{id}}',
  title: 'Baskets',
} as const

export const calendar = {
  title: 'Calendar',
  kinds: { promotion: 'Promotion', closure: 'Closed', holiday: 'Holiday' },
} as const

export const counts = {
  count: 'Count',
  one: 'Count {{id}}',
  progress: '{{counted, number}} of {{lines, number}}',
} as const

export const dashboard = {
  outOfStock: 'Out of stock',
} as const

export const forecast = {
  about: 'About all forecasts',
  more: 'More',
  pick: 'Product',
  today: 'Today',
} as const

export const locations = {
  title: 'Locations',
  main: 'Main location',
} as const

export const lots = {
  title: 'Lots',
} as const

export const margins = {
  title: 'Margins',
} as const

export const orders = {
  create: 'Save as draft',
  lines: 'Lines',
  new: 'New order',
  order: 'Order {{id}}',
  quantity: 'Quantity',
  reason: 'Why?',
  receive: 'Receive',
  received: 'Received',
  removeLine: 'Remove {{name}}',
  status: 'Status',
  view: 'Show',
} as const

export const people = {
  copied: 'Copied',
  title: 'People',
} as const

export const products = {
  category: 'Category',
  sku: 'SKU',
  stock: 'Stock',
  tabs: {
    overview: 'Overview',
    forecast: 'Forecast',
    stock: 'Stock history',
    orders: 'Orders and suppliers',
    prices: 'Prices',
  },
  units: { piece: 'piece', kg: 'kilogram (kg)', g: 'gram (g)', l: 'litre (l)', m: 'metre (m)' },
} as const

export const receipts = {
  reasons: {
    missing: 'Missing',
    damaged: 'Damaged',
    wrong_product: 'Wrong product',
    quality: 'Poor quality',
    other: 'Other',
  },
  receive: 'Receive order {{id}}',
  received: 'Received',
  rest: 'And the other {{quantity}}?',
  submit: 'Put into stock',
} as const

export const reorder = {
  advice: 'What to order',
  beyondForecast: 'beyond the forecast',
  coming: 'On order',
  lasts: 'Lasts until',
  lastsUnknown: 'unknown',
  noneLeft: 'none left',
  late: 'Late',
  nothing: 'Nothing needs to be ordered.',
  order: 'Order',
  orderNow: 'Order {{quantity}}',
  show: 'Show',
  title: 'Reorder',
  today: 'today',
  tomorrow: 'tomorrow',
  why: 'Why',
} as const

export const sales = {
  anyState: 'All',
  export: 'Export CSV',
  from: 'From',
  product: 'Product',
  status: 'Status',
  to: 'To',
  unknownProduct: 'Product {{id}}',
  voided: 'Cancelled',
} as const

export const settings = {
  title: 'Shop',
} as const

export const stock = {
  anybody: 'Anyone',
  story: 'Movements',
  toCount: 'To count',
} as const

export const supplierReturns = {
  one: 'Return {{id}}',
  title: 'Returns to suppliers',
} as const

export const suppliers = {
  days_one: '{{count, number}} day',
  days_other: '{{count, number}} days',
  email: 'E-mail address',
  language: 'Language of orders',
  new: 'New supplier',
  title: 'Suppliers',
} as const

export const targets = {
  title: 'Targets',
} as const

export const terms = {
  unit_cost: 'Unit cost',
} as const

export const till = {
  undoReason: 'Undone at the till',
} as const

export const totals = {
  title: 'Totals',
} as const

export const transfers = {
  new: 'New transfer',
  one: 'Transfer {{id}}',
  title: 'Transfers',
} as const
