export const audit = {
  title: 'Who did what',
  subtitle: 'Every act in the shop, the latest first. Nothing of it is changed or taken away.',
  empty: 'Nothing like this was done',
  when: 'When',
  who: 'Who',
  what: 'What',
  subject: 'Of what',
  changes: 'Changed',
  anyone: 'Anyone',
  anything: 'Anything',
  nobody: 'nobody known',
  export: 'Export CSV',
} as const
