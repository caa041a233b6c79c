export const account = {
  currentPassword: 'Mot de passe actuel',
} as const

export const accuracy = {
  title: 'Précision',
} as const

export const alerts = {
  kinds: {
    will_run_out: 'Rupture avant une livraison',
    ran_out: 'En rupture',
    demand_off: 'Loin de la prévision',
    bias: 'Prévision biaisée',
    late_delivery: 'Livraison en retard',
    dead_stock: 'Stock dormant',
    overstock: 'Surstock',
    expires_unsold: 'Périmé avant d’être vendu',
  },
  title: 'Alertes',
} as const

export const audit = {
  title: 'Qui a fait quoi',
} as const

export const baskets = {
  one: 'Ticket {{id}}',
  title: 'Tickets',
} as const

export const calendar = {
  title: 'Calendrier',
  kinds: {
    promotion: 'Promotion',
    closure: 'Fermeture',
    holiday: 'Jour férié',
  },
} as const

export const counts = {
  count: 'Inventaire',
  one: 'Inventaire {{id}}',
  progress: '{{counted, number}} sur {{lines, number}}',
} as const

export const dashboard = {
  outOfStock: 'En rupture',
} as const

export const forecast = {
  about: 'Toutes les prévisions',
  more: 'Plus',
  pick: 'Produit',
  today: 'Aujourd’hui',
} as const

export const locations = {
  title: 'Lieux',
  main: 'Lieu principal',
} as const

export const lots = {
  title: 'Lots',
} as const

export const margins = {
  title: 'Marges',
} as const

export const orders = {
  create: 'Enregistrer le brouillon',
  lines: 'Lignes',
  new: 'Nouvelle commande',
  order: 'Commande {{id}}',
  quantity: 'Quantité',
  reason: 'Pourquoi ?',
  receive: 'Réceptionner',
  received: 'Reçu',
  removeLine: 'Retirer {{name}}',
  status: 'État',
  view: 'Afficher',
} as const

export const people = {
  copied: 'Copié',
  title: 'Personnes',
} as const

export const products = {
  category: 'Catégorie',
  sku: 'Référence',
  stock: 'Stock',
  tabs: {
    overview: 'Aperçu',
    forecast: 'Prévision',
    stock: 'Historique du stock',
    orders: 'Commandes et fournisseurs',
    prices: 'Prix',
  },
  units: { piece: 'pièce', kg: 'kilogramme (kg)', g: 'gramme (g)', l: 'litre (l)', m: 'mètre (m)' },
} as const

export const receipts = {
  reasons: {
    missing: 'Manquants',
    damaged: 'Abîmés',
    wrong_product: 'Mauvais produit',
    quality: 'Mauvaise qualité',
    other: 'Autre',
  },
  receive: 'Réceptionner la commande {{id}}',
  received: 'Reçu',
  rest: 'Et les {{quantity}} autres ?',
  submit: 'Mettre en stock',
} as const

export const reorder = {
  advice: 'À commander',
  beyondForecast: 'au-delà de la prévision',
  coming: 'En commande',
  lasts: 'Rupture',
  lastsUnknown: 'inconnue',
  noneLeft: 'stock épuisé',
  late: 'En retard',
  nothing: 'Il n’y a rien à commander.',
  order: 'Commander',
  orderNow: 'Commander {{quantity}}',
  show: 'Afficher',
  title: 'À commander',
  today: 'aujourd’hui',
  tomorrow: 'demain',
  why: 'Pourquoi',
} as const

export const sales = {
  anyState: 'Toutes',
  export: 'Exporter en CSV',
  from: 'Du',
  product: 'Produit',
  status: 'État',
  to: 'Au',
  unknownProduct: 'Produit {{id}}',
  voided: 'Annulée',
} as const

export const settings = {
  title: 'Magasin',
} as const

export const stock = {
  anybody: 'Tous',
  story: 'Mouvements',
  toCount: 'À compter',
} as const

export const supplierReturns = {
  one: 'Retour {{id}}',
  title: 'Retours aux fournisseurs',
} as const

export const suppliers = {
  days_one: '{{count, number}} jour',
  days_many: '{{count, number}} de jours',
  days_other: '{{count, number}} jours',
  email: 'Adresse e-mail',
  language: 'Langue des commandes',
  new: 'Nouveau fournisseur',
  title: 'Fournisseurs',
} as const

export const targets = {
  title: 'Objectifs',
} as const

export const terms = {
  unit_cost: 'Coût unitaire',
} as const

export const till = {
  undoReason: 'Annulé à la caisse',
} as const

export const totals = {
  title: 'Totaux',
} as const

export const transfers = {
  new: 'Nouveau transfert',
  one: 'Transfert {{id}}',
  title: 'Transferts',
} as const
