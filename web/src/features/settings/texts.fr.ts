export const settings = {
  title: 'Magasin',
  subtitle:
    'Ce qui change compte aussitôt, le pays dès le prochain apprentissage ; les jours d’ouverture sont gardés, sans effet pour l’instant.',
  reader:
    'Ce qui change compte aussitôt, le pays dès le prochain apprentissage ; les jours d’ouverture sont gardés, sans effet pour l’instant. Les administrateurs peuvent les modifier.',
  identity: 'Le magasin',
  money: 'Argent',
  days: 'Jours',
  selling: 'Stock, vente et comptes',
  name: 'Nom',
  address: 'Adresse',
  addressHelp: 'Telle qu’elle figure sur les documents.',
  country: 'Pays',
  countryHelp: 'Les prévisions tiennent compte de ses jours fériés.',
  currency: 'Devise',
  currencyHelp: 'De tous les prix et montants.',
  currencyWarning:
    'Les montants ne sont pas convertis, ceux des ventes passées non plus : {{from}} devient {{to}}.',
  prices_include_tax: 'Prix taxes comprises',
  prices_include_taxHelp: 'Le prix est-il ce que paie le client ?',
  time_zone: 'Fuseau horaire',
  time_zoneHelp: 'Il décide de ce qu’est « aujourd’hui » et du jour auquel appartient une vente.',
  zoneWarning:
    'Avec un nouveau fuseau, chaque vente passée est remise à son jour : toutes les séries quotidiennes sont refaites, et les prévisions suivent ensuite. Les heures s’affichent aussitôt à la nouvelle horloge.',
  zonesOfCountry: 'Du pays',
  zonesOthers: 'Tous les autres',
  opening_days: 'Jours d’ouverture',
  opening_daysHelp: 'Les jours de la semaine où le magasin est ouvert.',
  default_target: 'Taux de service',
  default_targetHelp:
    'Combien de cycles de réapprovisionnement sur cent doivent se passer sans rupture, quand un produit n’a pas son propre taux. Plus il est élevé, plus il faut de stock.',
  default_targetLimits: 'Plus de 0 % et moins de 100 %.',
  short_stock: 'Quand on vend plus que le stock indiqué',
  short_stockHelp: 'Il peut y avoir sur le comptoir plus que ce qui a été compté.',
  shortStock: {
    refuse: 'Refuser la vente',
    correct: 'Vendre et corriger le stock',
  },
  weight_code_layout: 'Codes-barres des balances',
  weight_code_layoutHelp:
    '13 caractères : deux chiffres, puis I pour l’article, parfois V pour une clé de la valeur, W pour des grammes ou P pour un prix en centièmes, et C pour la clé finale.',
  layoutRule: '13 caractères, comme 21IIIIIWWWWWC ou 21IIIIVPPPPPC.',
  open_role: 'Rôle des nouveaux comptes',
  open_roleHelp: 'Pour qui crée son compte soi-même.',
  unsaid: 'Pas encore renseigné',
  saved: 'Les réglages sont enregistrés.',
  rebased:
    'Quelqu’un d’autre a enregistré ces réglages entre-temps. Vos modifications sont toujours là ; tout le reste est comme enregistré. Vérifiez, puis enregistrez à nouveau.',
  both: 'Modifié par vous deux : {{fields}}.',
} as const
