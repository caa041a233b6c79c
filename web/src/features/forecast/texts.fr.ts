export const forecast = {
  title: 'Prévisions',
  pick: 'Produit',
  horizon: 'Jours à venir',
  sold: 'Vendu',
  expected: 'Prévision',
  band: 'Intervalle à {{level}}',
  today: 'Aujourd’hui',
  chart: 'Historique des ventes et prévision de {{name}}',
  summary_one: 'Attendu le jour prochain : {{total}} (environ {{perDay}} par jour).',
  summary_many:
    'Attendu dans les {{count, number}} jours à venir : {{total}} (environ {{perDay}} par jour).',
  summary_other:
    'Attendu dans les {{count, number}} jours à venir : {{total}} (environ {{perDay}} par jour).',
  against: '{{change}} par rapport aux {{count, number}} derniers jours.',
  cover: 'Les {{stock, number}} en stock durent jusqu’au {{day}} environ.',
  coverLong: 'Les {{stock, number}} en stock durent plus que ces {{count, number}} jours.',
  coverNone: 'Il n’y a rien en stock.',
  dataEnd_one:
    'Les données s’arrêtent au {{day}}. Le jour suivant est inconnu, et non un jour sans vente : la prévision passe par-dessus.',
  dataEnd_many:
    'Les données s’arrêtent au {{day}}. Les {{count, number}} de jours suivants sont inconnus, et non des jours sans vente : la prévision passe par-dessus.',
  dataEnd_other:
    'Les données s’arrêtent au {{day}}. Les {{count, number}} jours suivants sont inconnus, et non des jours sans vente : la prévision passe par-dessus.',
  fromDataEnd: 'Prévoir plutôt à partir de ce jour',
  pastDay: 'Voici la prévision en date du {{day}}.',
  fromToday: 'Prévoir plutôt à partir d’aujourd’hui',
  season_one: 'Vendu en saison seulement : d’après la seule saison connue.',
  season_many: 'Vendu en saison seulement : d’après les {{count, number}} de saisons connues.',
  season_other: 'Vendu en saison seulement : d’après les {{count, number}} saisons connues.',
  seasonDoubt: 'La saison revient avec une probabilité de {{chance}}.',
  asOf: 'D’après les ventes jusqu’au {{day}}.',
  total: 'Avec une probabilité de {{level}}, entre {{lower}} et {{upper}} au total.',
  censored_one: 'Un jour sans stock a été estimé, et non compté comme un jour sans demande.',
  censored_many:
    '{{count, number}} de jours sans stock ont été estimés, et non comptés comme des jours sans demande.',
  censored_other:
    '{{count, number}} jours sans stock ont été estimés, et non comptés comme des jours sans demande.',
  beaten:
    'Dernièrement, répéter la semaine passée aurait été plus juste pour ce produit. Lisez cette prévision avec prudence.',
  fallbacks: {
    no_history: 'Rien n’a encore été vendu : il n’y a pas de base de calcul.',
    short_history: 'L’historique est encore court : c’est une estimation simple.',
    few_sales: 'Ce produit se vend rarement : c’est une estimation simple.',
    fit_failed: 'Le modèle complet ne convient pas à ce produit : c’est une estimation simple.',
    fit_timed_out: 'Le modèle complet prend du temps. En attendant, une estimation simple.',
    fit_queue_full: 'Beaucoup de prévisions sont en cours. En attendant, une estimation simple.',
  },
  archived: 'Ce produit est archivé. Son historique reste.',
  table: 'Chiffres',
  day: 'Jour',
  empty: 'Rien à prévoir pour l’instant',
  emptyText: 'Une prévision apparaît dès qu’un produit a des ventes.',
  noHistory: 'Aucune vente de ce produit n’a encore été comptée.',
  product: 'Fiche produit',
  baseline: 'Modèle seul',
  adjusted_one:
    'Un jour est ajusté par un gestionnaire ; le modèle seul attend {{total}} au total.',
  adjusted_many:
    '{{count, number}} de jours sont ajustés par des gestionnaires ; le modèle seul attend {{total}} au total.',
  adjusted_other:
    '{{count, number}} jours sont ajustés par des gestionnaires ; le modèle seul attend {{total}} au total.',
  promotion_one: 'En promotion, il se vend {{factor}} fois plus, d’après un jour passé.',
  promotion_many:
    'En promotion, il se vend {{factor}} fois plus, d’après {{count, number}} de jours passés.',
  promotion_other:
    'En promotion, il se vend {{factor}} fois plus, d’après {{count, number}} jours passés.',
  promotionPlanned:
    'En promotion, il devrait se vendre {{factor}} fois plus, comme prévu au calendrier : il n’a encore jamais été en promotion.',
  promotionUnknown:
    'Une promotion est prévue, qui ne change encore rien : il n’a jamais été en promotion, et le calendrier ne dit pas combien de fois plus il se vendra.',
} as const

export const overrides = {
  list: 'Ajustements par les gestionnaires',
  empty: 'Personne n’a ajusté cette prévision.',
  adjust: 'Ajuster la prévision',
  title: 'Ajuster la prévision de {{name}}',
  from: 'Premier jour',
  to: 'Dernier jour',
  way: 'Ajuster par',
  percentage: 'Plus ou moins',
  units: 'Unités par jour',
  percentageLabel: 'Pourcentage',
  percentageHelp: '20 : un cinquième de plus que le modèle ; −20 : un cinquième de moins.',
  unitsLabel: 'Unités par jour',
  unitsHelp: 'À la place de ce que le modèle attend.',
  note: 'Pourquoi',
  notePlaceholder: 'Une foire en ville, un nouveau concurrent…',
  expires: 'Valable jusqu’au',
  expiresHelp: 'Après ce jour, les prévisions suivent de nouveau le modèle, sauf nouvel avis.',
  explained: 'La prévision du modèle reste visible, et les deux sont comparées à ce qui est vendu.',
  submit: 'Ajuster',
  done: 'La prévision est ajustée.',
  withdraw: 'Retirer',
  withdrawn: 'L’ajustement est retiré.',
  days: 'Jours',
  what: 'Ajustement',
  perDay: '{{units}} par jour',
  state: 'État',
  outcome: 'Erreur, gestionnaire et modèle',
  better: '{{planner}}, mieux que {{model}}',
  worse: '{{planner}}, moins bien que {{model}}',
  status: {
    inForce: 'en vigueur',
    coming: 'à venir',
    over: 'terminé',
    expired: 'expiré',
    withdrawn: 'retiré',
  },
} as const
