export const nav = {
  label: 'Principal',
  dashboard: 'Aujourd’hui',
  products: 'Produits',
  sell: 'Nouvelle vente',
  sellShort: 'Vendre',
  sales: 'Ventes',
  suppliers: 'Fournisseurs',
  orders: 'Commandes',
  stock: 'Stock',
  forecast: 'Prévisions',
  data: 'Données',
  settings: 'Réglages',
  skip: 'Aller au contenu',
  account: 'Compte de {{name}}',
  signOut: 'Se déconnecter',
  language: 'Langue',
  theme: 'Apparence',
  light: 'Clair',
  dark: 'Sombre',
  auto: 'Système',
} as const

export const roles = {
  viewer: 'Lecteur',
  user: 'Vendeur',
  manager: 'Gérant',
  admin: 'Administrateur',
} as const
