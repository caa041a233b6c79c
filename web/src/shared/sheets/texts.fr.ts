/** Spreadsheets that are read in and written out. */
export const sheets = {
  title: 'Importer et exporter',
  kind: 'Contenu du fichier',
  download: 'Télécharger les données actuelles',
  file: 'Fichier CSV à importer',
  choose: 'Choisir un fichier',
  preview:
    '{{created, number}} à ajouter, {{changed, number}} à modifier, {{unchanged, number}} sans changement.',
  rejected_one:
    'Une ligne ne peut pas être importée. Corrigez-la et choisissez à nouveau le fichier.',
  rejected_many:
    '{{count, number}} de lignes ne peuvent pas être importées. Corrigez-les et choisissez à nouveau le fichier.',
  rejected_other:
    '{{count, number}} lignes ne peuvent pas être importées. Corrigez-les et choisissez à nouveau le fichier.',
  rejectedRow: 'Ligne {{line}}, {{field}} : {{text}}',
  rowNew: 'Ligne {{line}}, {{name}} : nouveau',
  rowChanged: 'Ligne {{line}}, {{name}} : {{fields}}',
  more_one: 'et une autre',
  more_many: 'et {{count, number}} d’autres',
  more_other: 'et {{count, number}} autres',
  imported: '{{created, number}} ajoutés, {{changed, number}} modifiés.',
} as const
