export const calendar = {
  title: 'Calendrier',
  subtitle: 'Promotions, fermetures et jours fériés',
  new: 'Nouvelle entrée',
  submit: 'Ajouter',
  done: 'Ajouté au calendrier.',
  cancel: 'Supprimer',
  cancelled: 'Supprimé du calendrier.',
  days: 'Jours',
  from: 'Premier jour',
  to: 'Dernier jour',
  kind: 'Type',
  name: 'Nom',
  scope: 'Pour',
  discount: 'Remise',
  discountExplained: 'Baisse par rapport au prix habituel. Facultatif.',
  lift: 'Ventes multipliées par',
  liftExplained: 'Pour les produits qui n’ont encore jamais été en promotion. Facultatif.',
  kinds: {
    promotion: 'Promotion',
    closure: 'Fermeture',
    holiday: 'Jour férié',
  },
  scopes: { all: 'Tous les produits', category: 'Une catégorie', product: 'Un produit' },
  explained: {
    promotion:
      'Les promotions passées montrent la hausse des ventes ; les promotions prévues relèvent la prévision d’autant.',
    closure:
      'Aucune vente n’est prévue les jours de fermeture, et ceux du passé ne comptent pas comme des jours faibles.',
  },
  earlier: 'Afficher les deux dernières années',
  empty: 'Le calendrier est vide',
  emptyText: 'Ajoutez promotions et fermetures, même passées : les prévisions en tiennent compte.',
} as const
