export const nav = {
  label: 'Main',
  dashboard: 'Today',
  products: 'Products',
  sell: 'New sale',
  sellShort: 'Sell',
  sales: 'Sales',
  suppliers: 'Suppliers',
  orders: 'Orders',
  stock: 'Stock',
  forecast: 'Forecast',
  data: 'Data',
  settings: 'Settings',
  skip: 'Skip to content',
  account: 'Account of {{name}}',
  signOut: 'Sign out',
  language: 'Language',
  theme: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  auto: 'System',
} as const

export const roles = {
  viewer: 'Reader',
  user: 'Seller',
  manager: 'Manager',
  admin: 'Administrator',
} as const
