export const settings = {
  subtitle:
    'Les modifications s’appliquent aussitôt, celle du pays au prochain calcul des prévisions. Les jours d’ouverture sont enregistrés mais pas encore utilisés.',
  reader:
    'Les modifications s’appliquent aussitôt, celle du pays au prochain calcul des prévisions. Les jours d’ouverture sont enregistrés mais pas encore utilisés. Les administrateurs peuvent modifier ces réglages.',
  identity: 'Le magasin',
  money: 'Devise et TVA',
  days: 'Jours',
  selling: 'Stock, vente et comptes',
  name: 'Nom',
  address: 'Adresse',
  addressHelp: 'Telle qu’elle figure sur les documents.',
  country: 'Pays',
  countryHelp: 'Détermine l’écriture des dates et des nombres, et les jours fériés des prévisions.',
  currency: 'Devise',
  currencyHelp: 'De tous les prix et montants.',
  currencyWarning:
    'Les montants ne sont pas convertis, même ceux des ventes passées : {{from}} devient {{to}}.',
  prices_include_tax: 'Prix TTC',
  prices_include_taxHelp: 'Le client paie exactement le prix affiché.',
  time_zone: 'Fuseau horaire',
  time_zoneHelp: 'Détermine ce qu’est « aujourd’hui » et le jour de chaque vente.',
  zoneWarning:
    'Avec un nouveau fuseau, des ventes passées peuvent changer de jour : toutes les séries quotidiennes sont recalculées, puis les prévisions. Les heures s’affichent aussitôt dans le nouveau fuseau.',
  zonesOfCountry: 'Dans ce pays',
  zonesOthers: 'Autres',
  opening_days: 'Jours d’ouverture',
  opening_daysHelp: 'Les jours de la semaine où le magasin est ouvert.',
  default_target: 'Taux de service',
  default_targetHelp:
    'Part des cycles de réapprovisionnement sans rupture, pour les produits sans objectif propre. Plus elle est élevée, plus il faut de stock.',
  default_targetLimits: 'Plus de 0 % et moins de 100 %.',
  short_stock: 'Vente au-delà du stock enregistré',
  short_stockHelp: 'Il peut y avoir en rayon plus que ce qui a été compté.',
  shortStock: {
    refuse: 'Refuser la vente',
    correct: 'Vendre et corriger le stock',
  },
  weight_code_layout: 'Codes-barres des balances',
  weight_code_layoutHelp:
    '13 caractères : deux chiffres, puis I pour l’article, éventuellement V pour une clé de la valeur, W pour des grammes ou P pour un prix en centimes, et C pour la clé finale.',
  layoutRule: '13 caractères, comme 21IIIIIWWWWWC ou 21IIIIVPPPPPC.',
  open_role: 'Rôle des nouveaux comptes',
  open_roleHelp: 'Pour les personnes qui créent elles-mêmes leur compte.',
  unsaid: 'Pas encore renseigné',
  saved: 'Les réglages sont enregistrés.',
  rebased:
    'Quelqu’un d’autre a enregistré ces réglages entre-temps. Vos modifications sont toujours là ; le reste a été mis à jour. Vérifiez, puis enregistrez à nouveau.',
  both: 'Modifié par vous deux : {{fields}}.',
} as const
