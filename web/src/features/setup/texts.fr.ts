export const setup = {
  firstHour: 'Votre première heure',
  firstHourText:
    'D’une boutique vide à une première commande. Chaque étape peut être sautée, ou faite plus tard.',
  allDone: 'Tout est en place.',
  hide: 'Masquer',
  done: 'fait',
  steps: {
    shop: 'Présentez la boutique',
    data: 'Apportez vos ventes',
    prices: 'Prix, coûts et stock',
    suppliers: 'Fournisseurs',
    order: 'La première commande',
  },
  stepTexts: {
    shop: 'Nom, devise, fuseau horaire et jours d’ouverture.',
    data: 'Un fichier de votre caisse ou de votre boutique en ligne, ou des données d’essai pour découvrir.',
    prices:
      'Tous les produits dans une grille ; une colonne copiée d’un tableur peut y être collée.',
    suppliers: 'Leur délai de livraison, et les jours où ils prennent les commandes.',
    order: 'Quoi commander, combien, et avant quand.',
  },
  actions: {
    shop: 'Réglages de la boutique',
    data: 'Charger un fichier',
    prices: 'Remplir',
    suppliers: 'Fournisseurs',
    order: 'Voir quoi commander',
  },
  prices: 'Prix et stock',
  pricesText: 'Saisissez ce que vous savez ; ce qui reste vide ne change pas.',
  noProducts: 'Pas encore de produit',
  product: 'Produit',
  fields: { price: 'Prix', cost: 'Coût', stock: 'En stock', supplier: 'Fournisseur' },
  cell: '{{name}} : {{field}}',
  supplierOfAll: 'Fournisseur de tous',
  leadTime: 'Délai de livraison (jours)',
  paste:
    'Des cellules copiées d’un tableur peuvent être collées : elles remplissent les colonnes à droite et les lignes en dessous.',
  problems: {
    notANumber: 'Ce n’est pas un nombre.',
    costWithoutSupplier: 'De quel fournisseur est ce coût ?',
  },
  wrong_one: 'Une ligne a une cellule qui ne peut être juste. Elle est marquée.',
  wrong_many:
    '{{count, number}} de lignes ont une cellule qui ne peut être juste. Elles sont marquées.',
  wrong_other:
    '{{count, number}} lignes ont une cellule qui ne peut être juste. Elles sont marquées.',
  saved: 'Enregistré.',
} as const
