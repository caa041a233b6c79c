export const targets = {
  title: 'Objectifs',
  subtitle:
    'Ce que vise le conseil. Le plus proche compte : celui du produit, sinon de sa classe, sinon du magasin.',
  shopLevel: 'Sans autre indication, {{share}} des cycles se passent sans rupture.',
  new: 'Nouvel objectif',
  editOf: 'Modifier l’objectif de {{name}}',
  remove: 'Retirer',
  removeOf: 'Retirer l’objectif de {{name}}',
  removed: 'Pour {{name}}, l’objectif au-dessus compte à nouveau.',
  saved: 'Le conseil pour {{name}} est recalculé.',
  empty: 'Aucun objectif particulier',
  emptyText:
    'Tout vise le taux de service du magasin, tant qu’une classe ou un produit n’a pas le sien.',
  scope: 'Pour',
  scopes: { shop: 'Tout le magasin', category: 'Une classe', product: 'Un produit' },
  subject: 'De quoi',
  wholeShop: 'Tout le magasin',
  category: 'Classe (catégorie)',
  aim: 'Vise',
  since: 'Depuis',
  way: 'Ce qui compte',
  ways: { service_level: 'Taux de service', costs: 'Coûts', margin: 'Marge' },
  explained: {
    service_level:
      'Tant de cycles de réapprovisionnement sur cent doivent se passer sans rupture. Plus il est élevé, plus il faut de stock.',
    costs:
      'La quantité qui coûte le moins : ce que coûte une unité manquante face à ce que coûte sa garde.',
    margin:
      'La quantité qui coûte le moins : une unité manquante coûte sa marge, la garder immobilise de l’argent.',
  },
  service_level: 'Taux de service',
  shortage_cost: 'Une unité manquante coûte',
  holding_cost_per_day: 'Garder une unité un jour coûte',
  margin_factor: 'Une unité manquante coûte sa marge, fois',
  capital_rate_per_year: 'Intérêt annuel sur l’argent immobilisé',
  space_cost_per_day: 'La place d’une unité coûte par jour',
  oneCosts: 'L’un des deux coûte quelque chose.',
  level: '{{share}} des cycles sans rupture',
  costs: 'Une unité manquante coûte {{missing}}, la garder {{keeping}} par jour',
  margin:
    'Une unité manquante coûte {{factor}} × sa marge ; la garder {{rate}} par an et {{space}} par jour',
} as const
