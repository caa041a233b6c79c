export const targets = {
  subtitle:
    'Ce que visent les suggestions. Le plus précis compte : celui du produit, sinon de sa catégorie, sinon du magasin.',
  shopLevel: 'Par défaut, {{share}} des cycles se passent sans rupture.',
  new: 'Nouvel objectif',
  editOf: 'Modifier l’objectif de {{name}}',
  remove: 'Retirer',
  removeOf: 'Retirer l’objectif de {{name}}',
  removed: '{{name}} suit de nouveau l’objectif par défaut.',
  saved: 'Les suggestions pour {{name}} sont recalculées.',
  empty: 'Aucun objectif particulier',
  emptyText:
    'Tout suit le taux de service du magasin, tant qu’une catégorie ou un produit n’a pas son objectif.',
  scope: 'Pour',
  scopes: { shop: 'Tout le magasin', category: 'Une catégorie', product: 'Un produit' },
  subject: 'Produit ou catégorie',
  wholeShop: 'Tout le magasin',
  category: 'Catégorie',
  aim: 'Objectif',
  since: 'Depuis',
  way: 'Fondé sur',
  ways: { service_level: 'Taux de service', costs: 'Coûts', margin: 'Marge' },
  explained: {
    service_level:
      'Part des cycles de réapprovisionnement sans rupture. Plus elle est élevée, plus il faut de stock.',
    costs:
      'La quantité au moindre coût : le coût d’une unité manquante face au coût de sa détention.',
    margin:
      'La quantité au moindre coût : une unité manquante coûte sa marge, la détenir immobilise de l’argent.',
  },
  service_level: 'Taux de service',
  shortage_cost: 'Coût d’une unité manquante',
  holding_cost_per_day: 'Coût de détention d’une unité par jour',
  margin_factor: 'Coût d’une unité manquante, en fois sa marge',
  capital_rate_per_year: 'Intérêt annuel sur l’argent immobilisé',
  space_cost_per_day: 'Coût de stockage par unité et par jour',
  oneCosts: 'Indiquez au moins l’un des deux.',
  level: '{{share}} des cycles sans rupture',
  costs: 'Unité manquante : {{missing}} ; détention : {{keeping}} par jour',
  margin:
    'Unité manquante : {{factor}} × sa marge ; détention : {{rate}} par an et {{space}} par jour',
} as const
