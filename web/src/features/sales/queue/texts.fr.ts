export const queue = {
  offline: 'Hors ligne. Les ventes sont conservées sur cet appareil et enregistrées plus tard.',
  away: 'Le service est injoignable. Les ventes sont conservées sur cet appareil et enregistrées plus tard.',
  offlineReader: 'Hors ligne. Les données affichées peuvent ne plus être à jour.',
  waiting_one: '{{count, number}} ticket pas encore enregistré : {{total}}.',
  waiting_many: '{{count, number}} de tickets pas encore enregistrés : {{total}}.',
  waiting_other: '{{count, number}} tickets pas encore enregistrés : {{total}}.',
  refused_one: '{{count, number}} ticket a été refusé : {{total}}.',
  refused_many: '{{count, number}} de tickets ont été refusés : {{total}}.',
  refused_other: '{{count, number}} tickets ont été refusés : {{total}}.',
  ofOthers_one:
    '{{count, number}} ticket de {{name}} attend sur cet appareil sa prochaine connexion.',
  ofOthers_many:
    '{{count, number}} de tickets de {{name}} attendent sur cet appareil sa prochaine connexion.',
  ofOthers_other:
    '{{count, number}} tickets de {{name}} attendent sur cet appareil sa prochaine connexion.',
  look: 'Voir',
} as const
