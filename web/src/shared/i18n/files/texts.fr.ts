export const errors = {
  unreadable_file: 'Ce n’est pas un fichier CSV avec les colonnes attendues.',
  too_large: 'Le fichier est trop volumineux.',
  empty_file: 'Le fichier est vide.',
  not_csv: 'Ce n’est pas un fichier CSV.',
  broken_file: 'Le fichier est endommagé ou incomplet.',
  not_one_file: 'L’archive zip doit contenir exactement un fichier.',
  encrypted: 'Le fichier est protégé par un mot de passe.',
  unpacks_too_large: 'Décompressé, le fichier est trop volumineux.',
  unpacks_too_slowly: 'La décompression du fichier prend trop de temps.',
  too_many_rows: 'La feuille a trop de lignes : 1 000 000 au plus.',
  too_many_columns: 'La feuille a trop de colonnes : 200 au plus.',
  sheets_gone:
    'Les feuilles choisies pour cette source ne sont pas dans ce fichier. Vérifiez-le d’abord et choisissez à nouveau.',
  preview_outdated:
    'Un autre fichier de cette source a été importé depuis la vérification de celui-ci. Vérifiez-le à nouveau.',
  too_many_gone:
    'Trop de ventes enregistrées manquent dans ce fichier pour être annulées avec lui. Annulez l’import qui les a ajoutées.',
  ambiguous_dates:
    'Ses dates peuvent se lire de deux façons. Vérifiez d’abord le fichier et choisissez.',
  mixed_layout: 'La structure du fichier change en cours de route. Vérifiez-le d’abord.',
  source_not_found: 'Source inconnue.',
  emitter_running: 'Des ventes d’exemple sont déjà en cours. Arrêtez-les d’abord.',
  no_emitter: 'Rien n’a encore été lancé ici.',
  no_products: 'Il n’y a encore aucun produit à vendre.',
  only_bad_rows: 'Aucune de ses premières lignes ne peut être importée.',
  file_gone:
    'Le fichier n’est plus là. Envoyez-le à nouveau : les ventes déjà enregistrées seront reconnues.',
  events_lost:
    'Des événements ont été perdus, et ces ventes d’exemple ne peuvent pas être générées à nouveau.',
  rows_rejected: 'Rien n’a été importé : certaines lignes ne sont pas valides.',
  download_without_codes:
    'Ce fichier de ventes vient d’une version précédente et n’a pas les codes des produits. Téléchargez-le à nouveau.',
  wrong_columns:
    'Les colonnes ne sont pas celles attendues : sku, sold_at, quantity et éventuellement price, ou series_id, date, quantity.',
  job_not_found: 'Cet import n’existe plus.',
  job_not_cancellable: 'Tout a déjà été envoyé : annulez plutôt l’import.',
  job_not_checked: 'La vérification de ce fichier n’est pas terminée.',
  not_synthetic: 'La demande réelle n’est connue que pour des données d’exemple.',
  not_multipart: 'Aucun fichier n’est arrivé. Choisissez-le à nouveau.',
  file_changed: 'Le fichier a changé. Envoyez-le à nouveau.',
  file_missing: 'Le fichier n’est plus là. Envoyez-le à nouveau.',
  no_table: 'Ce fichier ne contient pas de tableau. Enregistrez-le en CSV.',
  web_page: 'C’est une page web sans tableau.',
  old_excel: 'Cet ancien fichier Excel ne peut pas être lu. Enregistrez-le en XLSX ou CSV.',
  unknown_part: 'Le fichier n’a pas cette feuille.',
  unknown_states:
    'On ne sait pas quels statuts de commande comptent comme vendus. Vérifiez d’abord le fichier et choisissez-les.',
  products_refused: 'Des produits de ce fichier ont été refusés.',
  import_not_found: 'Cet import n’existe pas.',
  ambiguous_encoding: 'Son encodage est incertain. Vérifiez d’abord le fichier et choisissez-le.',
  cells_repeat:
    'Le même produit y figure deux fois le même jour. Vérifiez d’abord le fichier et choisissez les lignes à compter.',
} as const
