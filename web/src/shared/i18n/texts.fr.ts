export const app = { name: 'Previstock', tagline: 'Ventes, stock et prévisions' } as const

export const common = {
  save: 'Enregistrer',
  cancel: 'Annuler',
  close: 'Fermer',
  edit: 'Modifier',
  retry: 'Réessayer',
  clear: 'Effacer',
  loading: 'Chargement…',
  none: 'Aucun',
  yes: 'Oui',
  no: 'Non',
  labelled: '{{label}} : {{value}}',
  optional: 'facultatif',
  period: 'du {{from}} au {{to}}',
  actions: 'Actions',
  sorted: { ascending: 'croissant', descending: 'décroissant' },
  sortBy: 'Trier par',
  units_one: '{{count, number}} unité',
  units_many: '{{count, number}} d’unités',
  units_other: '{{count, number}} unités',
  notFound: 'Cette page n’existe pas.',
  home: 'Aller à la page d’accueil',
} as const

export const pages = {
  label: 'Pages',
  previous: 'Page précédente',
  next: 'Page suivante',
  range: '{{first, number}}–{{last, number}} sur {{total, number}}',
} as const

export const leave = {
  title: 'Partir sans enregistrer ?',
  text: 'Ce que vous avez modifié sur cette page sera perdu.',
  action: 'Partir',
} as const

export const picker = {
  label: 'Produit',
  placeholder: 'Nom ou référence',
  nothing: 'Aucun produit ne correspond à « {{text}} ».',
  start: 'Tapez un nom ou scannez un code',
  stock: '{{quantity}} en stock',
} as const

export const errors = {
  offline: 'Le service est injoignable. Vérifiez la connexion et réessayez.',
  unavailable: 'Le service démarre ou redémarre. Réessayez dans un instant.',
  unexpected: 'Une erreur est survenue. Réessayez ; si elle revient, prévenez l’administrateur.',
  internal: 'Une erreur est survenue de notre côté. Réessayez dans un instant.',
  invalid: 'Certains champs sont à revoir.',
  bad_credentials: 'L’adresse e-mail ou le mot de passe est incorrect.',
  unauthenticated: 'Reconnectez-vous.',
  forbidden: 'Votre compte n’a pas ce droit.',
  role_not_allowed: 'Ce commerce a déjà un administrateur. Créez plutôt un compte ordinaire.',
  setup_token_needed: 'Le premier compte exige le jeton d’installation.',
  busy: 'Beaucoup de monde modifie la même chose. Réessayez dans un instant.',
  email_taken: 'Un compte existe déjà avec cette adresse e-mail.',
  sku_taken: 'Un autre produit porte déjà cette référence.',
  catalogue_changed:
    'Quelqu’un a modifié ce produit entre-temps. Fermez cette fenêtre pour le voir, puis recommencez.',
  shop_changed: 'Quelqu’un d’autre a modifié ces réglages entre-temps.',
  unknown_currency: 'Cette devise n’a plus cours ou n’est pas connue ici.',
  unknown_country: 'Ce pays n’est pas connu ici.',
  unknown_time_zone: 'Ce fuseau horaire n’est pas connu ici.',
  too_much_stock: 'C’est plus qu’un stock ne peut contenir.',
  movement_not_found: 'Ce mouvement n’existe pas.',
  product_not_found: 'Ce produit n’existe plus.',
  sale_not_found: 'Cette vente n’existe pas.',
  sale_voided: 'Cette vente est annulée : rien ne peut en revenir.',
  return_exceeds_sale: 'Il ne peut plus revenir que {{left, number}} de cette vente.',
  not_your_sale: 'Sans responsable, on ne reprend que ses propres ventes du dernier jour.',
  insufficient_stock: 'Le stock ne suffit pas : il en reste {{left, number}}.',
  quantity_precision:
    'Cette quantité a plus de décimales que le produit : {{decimal_places, number}} au plus.',
  quantity_decimals_in_use: 'Son stock a déjà changé par plus petites parties.',
  not_found: 'Rien n’a été trouvé ici.',
  override_not_found: 'Cet ajustement n’existe pas.',
  event_not_found: 'Cette entrée n’existe pas.',
  days_gone_by: 'Aujourd’hui ou plus tard.',
  too_far_ahead: 'Les prévisions ne vont pas si loin : un an au plus.',
  conflict: 'Quelqu’un d’autre l’a modifié en même temps. Rechargez et réessayez.',
  precondition_failed: 'Quelqu’un d’autre l’a modifié en même temps. Rechargez et réessayez.',
  too_many_requests: 'Trop de tentatives. Attendez un instant et réessayez.',
  too_many_exports: 'Un autre téléchargement est en cours. Réessayez quand il sera terminé.',
  too_large: 'Le fichier est trop volumineux.',
  empty_file: 'Le fichier est vide.',
  not_csv: 'Ce n’est pas un fichier CSV.',
  broken_file: 'Le fichier est abîmé ou incomplet.',
  not_one_file: 'L’archive contient plus ou moins qu’un fichier.',
  encrypted: 'Le fichier est protégé par un mot de passe.',
  unpacks_too_large: 'Décompressé, le fichier est trop grand.',
  unpacks_too_slowly: 'La décompression du fichier prend trop de temps.',
  too_many_rows: 'La feuille a trop de lignes : 1 000 000 au plus.',
  too_many_columns: 'La feuille a trop de colonnes : 200 au plus.',
  too_many_fields: 'C’est plus que ce qui peut être reçu en une fois.',
  address_too_long: 'C’est plus que ce qui peut être demandé en une fois.',
  request_timeout: 'La connexion est trop lente : tout n’est pas arrivé. Réessayez.',
  sheets_gone:
    'Ce qui a été choisi pour cette source n’est pas dans ce fichier. Vérifiez-le d’abord, et choisissez à nouveau.',
  preview_outdated:
    'Un autre fichier de cette source a été importé depuis la vérification de celui-ci. Vérifiez-le à nouveau.',
  too_many_gone:
    'Trop de ventes enregistrées ne sont pas dans ce fichier pour être annulées avec lui. Défaites l’import qui les a apportées.',
  ambiguous_dates:
    'Ses dates peuvent se lire de deux façons. Vérifiez d’abord le fichier et dites laquelle.',
  mixed_layout: 'Le fichier n’est pas construit partout de la même façon. Vérifiez-le d’abord.',
  source_not_found: 'Source inconnue.',
  emitter_running: 'Des ventes sont déjà en cours d’invention. Arrêtez-les d’abord.',
  no_emitter: 'Rien n’a encore été lancé ici.',
  no_products: 'Il n’y a encore aucun produit à vendre.',
  only_bad_rows: 'Aucune de ses premières lignes ne peut être importée.',
  file_gone:
    'Le fichier n’est plus là. Envoyez-le à nouveau : les ventes enregistrées sont reconnues.',
  events_lost: 'Des événements ont été perdus, et ces ventes ne peuvent être inventées deux fois.',
  rows_rejected: 'Rien n’a été importé : certaines lignes ne peuvent être acceptées.',
  download_without_codes:
    'Ce fichier de ventes vient d’une version précédente et n’a pas les codes des produits. Téléchargez-le à nouveau.',
  wrong_columns:
    'Les colonnes ne sont pas celles attendues : sku, sold_at, quantity et éventuellement price, ou series_id, date, quantity.',
} as const

export const fields = {
  beforeFirst: 'Pas avant le premier jour.',
  required: 'À remplir.',
  tooShort: 'Au moins {{count, number}} caractères.',
  tooLong: 'Au plus {{count, number}} caractères.',
  tooSmall: 'Au moins {{count, number}}.',
  tooLarge: 'Au plus {{count, number}}.',
  above: 'Plus de {{count, number}}.',
  below: 'Moins de {{count, number}}.',
  email: 'Ce n’est pas une adresse e-mail.',
  decimals: 'Deux décimales au plus.',
  places_one: '{{count, number}} décimale au plus.',
  places_many: '{{count, number}} de décimales au plus.',
  places_other: '{{count, number}} décimales au plus.',
  integer: 'Nombres entiers seulement.',
  invalid: 'Cette valeur n’est pas acceptée.',
} as const
