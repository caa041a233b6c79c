export const accuracy = {
  subtitle: 'Prévisions à quatre semaines comparées aux ventes réelles, sur les 90 derniers jours',
  overall: 'Tous les produits',
  byProduct: 'Par produit, les plus faibles d’abord',
  against: 'Par rapport à la semaine précédente',
  againstHelp: 'Erreur réduite (RMSSE) ; sous zéro, c’est mieux',
  wape: 'Erreur',
  wapeHelp: 'Erreur absolue par jour rapportée aux unités vendues (WAPE)',
  bias: 'Biais',
  biasHelp: 'Au-dessus de zéro : prévisions trop hautes',
  coverage: 'Dans l’intervalle à 80 %',
  coverageHelp: 'Part des jours dans l’intervalle ; 80 % est l’idéal',
  off: 'Écart d’environ {{off}} sur 28 jours.',
  offBetter:
    'Écart d’environ {{off}} sur 28 jours, {{share}} de moins qu’en reprenant la semaine précédente.',
  offWorse:
    'Écart d’environ {{off}} sur 28 jours, {{share}} de plus qu’en reprenant la semaine précédente.',
  offTimes:
    'Écart d’environ {{off}} sur 28 jours, soit {{times}} fois celui de la semaine précédente reprise.',
  offSoFar_one: 'Écart d’environ {{off}} sur 28 jours, sur la seule prévision évaluée jusqu’ici.',
  offSoFar_many:
    'Écart d’environ {{off}} sur 28 jours, sur les {{count, number}} prévisions évaluées jusqu’ici.',
  offSoFar_other:
    'Écart d’environ {{off}} sur 28 jours, sur les {{count, number}} prévisions évaluées jusqu’ici.',
  maeAndBias: 'Jour par jour, erreur et biais réunis représentent {{share}} des ventes.',
  served:
    'Un stock pour un taux de service de {{level}} aurait suffi dans {{share}} des périodes de 28 jours.',
  alarms_one: 'Les prévisions d’un produit sont biaisées',
  alarms_many: 'Les prévisions de {{count, number}} produits sont biaisées',
  alarms_other: 'Les prévisions de {{count, number}} produits sont biaisées',
  alarm: {
    too_high: 'est prévu trop haut depuis la semaine du {{day}}',
    too_low: 'est prévu trop bas depuis la semaine du {{day}}',
  },
  windows: 'Prévisions évaluées',
  windowsHelp: 'De quatre semaines chacune',
  empty: 'Aucune prévision n’a encore été évaluée',
  emptyText: 'Une prévision est évaluée quatre semaines après avoir été faite.',
} as const
