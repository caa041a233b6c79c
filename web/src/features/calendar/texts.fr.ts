export const calendar = {
  title: 'Calendrier',
  subtitle: 'Promotions, fermetures et jours fériés',
  new: 'Nouvelle entrée',
  submit: 'Ajouter',
  done: 'C’est dans le calendrier.',
  cancel: 'Supprimer',
  cancelled: 'Ce n’est plus dans le calendrier.',
  days: 'Jours',
  from: 'Premier jour',
  to: 'Dernier jour',
  kind: 'Type',
  name: 'Nom',
  scope: 'Pour',
  discount: 'Remise',
  discountExplained: 'De combien le prix baisse par rapport au prix habituel ; peut rester vide.',
  lift: 'Fois plus vendu',
  liftExplained:
    'Ce que vous attendez des produits qui n’ont encore jamais été en promotion ; peut rester vide.',
  kinds: {
    promotion: 'Promotion',
    closure: 'Fermeture',
    holiday: 'Jour férié',
  },
  scopes: { all: 'Tous les produits', category: 'Une catégorie', product: 'Un produit' },
  explained: {
    promotion:
      'Les promotions passées disent combien il se vend en plus ; celles qui sont prévues relèvent la prévision d’autant.',
    closure:
      'Rien n’est prévu les jours de fermeture, et ceux du passé ne comptent pas comme des jours faibles.',
  },
  earlier: 'Montrer les deux dernières années',
  empty: 'Le calendrier est vide',
  emptyText:
    'Saisissez promotions et fermetures, passées aussi : les prévisions en tirent des leçons.',
} as const
