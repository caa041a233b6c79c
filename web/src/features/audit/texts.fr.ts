export const audit = {
  title: 'Qui a fait quoi',
  subtitle: 'Chaque acte dans le magasin, le dernier d’abord. Rien n’en est changé ni retiré.',
  empty: 'Rien de tel n’a été fait',
  when: 'Quand',
  who: 'Qui',
  what: 'Quoi',
  subject: 'De quoi',
  changes: 'Modifié',
  anyone: 'N’importe qui',
  anything: 'N’importe quoi',
  nobody: 'personne de connu',
  export: 'Exporter en CSV',
} as const
