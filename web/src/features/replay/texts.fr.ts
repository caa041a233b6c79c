export const replay = {
  title: 'Rejouer le passé',
  subtitle: 'Le passé de la boutique, commandé à nouveau avec ce que l’on savait chaque jour.',
  period: 'Période',
  days_one: '{{count, number}} dernier jour',
  days_many: '{{count, number}} de derniers jours',
  days_other: '{{count, number}} derniers jours',
  start: 'Rejouer',
  empty: 'Rien n’a encore été rejoué',
  emptyText: 'On y voit ce que le conseil aurait rapporté, à côté de règles connues.',
  running_one: '{{share}} de {{count, number}} produit',
  running_many: '{{share}} de {{count, number}} de produits',
  running_other: '{{share}} de {{count, number}} produits',
  progress: 'Avancement',
  failed: 'Cela a échoué. Recommencez.',
  cancelled: 'Cela a été annulé.',
  of_one: '{{count, number}} produit, {{period}}.',
  of_many: '{{count, number}} de produits, {{period}}.',
  of_other: '{{count, number}} produits, {{period}}.',
  less: {
    min_max:
      'Avec le conseil, cela aurait coûté {{amount}} de moins qu’avec un minimum et un maximum.',
    cover_days:
      'Avec le conseil, cela aurait coûté {{amount}} de moins qu’avec une couverture fixe en jours.',
  },
  more: {
    min_max:
      'Avec le conseil, cela aurait coûté {{amount}} de plus qu’avec un minimum et un maximum.',
    cover_days:
      'Avec le conseil, cela aurait coûté {{amount}} de plus qu’avec une couverture fixe en jours.',
  },
  fewerLost: '{{units}} unités de moins auraient manqué qu’en réalité (estimation).',
  moreLost: '{{units}} unités de plus auraient manqué qu’en réalité (estimation).',
  unknownStock:
    'Le stock d’alors n’est pas connu : les règles sont comparées entre elles, pas à ce qui s’est passé.',
  figures: 'Chaque règle en chiffres',
  chart: 'Stock par jour selon chaque règle',
  rule: 'Règle',
  rules: { advice: 'Conseil', min_max: 'Minimum et maximum', cover_days: 'Couverture en jours' },
  cost: 'Coût total',
  lostMargin: 'Marge perdue',
  holding: 'Coût du stock',
  served: 'Demande servie',
  stockOuts: 'Ruptures',
} as const
