/** A value as the services keep it, for people who see what was changed from what to what. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.map(plainText).join(', ') || '–'
  if (typeof value === 'object') return Object.values(value).map(plainText).join(' – ')
  return String(value)
}
