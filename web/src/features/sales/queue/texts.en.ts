export const queue = {
  offline: 'Offline. Sales are saved on this device and recorded later.',
  away: 'The service cannot be reached. Sales are saved on this device and recorded later.',
  offlineReader: 'Offline. What you see may be out of date.',
  waiting_one: '{{count, number}} basket not recorded yet: {{total}}.',
  waiting_other: '{{count, number}} baskets not recorded yet: {{total}}.',
  refused_one: '{{count, number}} basket was refused: {{total}}.',
  refused_other: '{{count, number}} baskets were refused: {{total}}.',
  ofOthers_one:
    '{{count, number}} basket of {{name}} is waiting on this device until they sign in.',
  ofOthers_other:
    '{{count, number}} baskets of {{name}} are waiting on this device until they sign in.',
  look: 'View',
} as const
