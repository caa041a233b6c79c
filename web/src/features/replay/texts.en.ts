export const replay = {
  title: 'Replay',
  subtitle: 'The shop’s own past, ordered over again with what was known on each day.',
  period: 'Period',
  days_one: 'Last {{count, number}} day',
  days_other: 'Last {{count, number}} days',
  start: 'Replay it',
  empty: 'Nothing has been replayed yet',
  emptyText: 'A replay says what the advice would have been worth, beside rules that people know.',
  running_one: '{{share}} of {{count, number}} product',
  running_other: '{{share}} of {{count, number}} products',
  progress: 'Progress of the replay',
  failed: 'The replay failed. Start it again.',
  cancelled: 'The replay was cancelled.',
  of_one: '{{count, number}} product, {{period}}.',
  of_other: '{{count, number}} products, {{period}}.',
  less: {
    min_max:
      'With the advice it would have cost {{amount}} less than with a minimum and a maximum.',
    cover_days:
      'With the advice it would have cost {{amount}} less than with a fixed cover in days.',
  },
  more: {
    min_max:
      'With the advice it would have cost {{amount}} more than with a minimum and a maximum.',
    cover_days:
      'With the advice it would have cost {{amount}} more than with a fixed cover in days.',
  },
  fewerLost: '{{units}} fewer units would have been missing than really were (an estimate).',
  moreLost: '{{units}} more units would have been missing than really were (an estimate).',
  unknownStock:
    'The stock of then is not known, so the rules are compared with each other, not with what happened.',
  figures: 'Each rule in figures',
  chart: 'Stock by day under each rule',
  rule: 'Rule',
  rules: { advice: 'Advice', min_max: 'Minimum and maximum', cover_days: 'Cover in days' },
  cost: 'Cost in all',
  lostMargin: 'Lost margin',
  holding: 'Holding stock',
  served: 'Demand served',
  stockOuts: 'Stock-outs',
} as const
