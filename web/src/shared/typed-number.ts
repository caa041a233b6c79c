/** Why something that is typed or pasted into a field for a number does not stand there. */
export type Refusal = 'number' | 'decimals' | 'negative'

export type NumberRules = {
  /** What stands before the decimals where the shop is. */
  mark: string
  /** The most decimals; without it any. */
  places?: number | undefined
  negative: boolean
}

const groups = /[\s'’]/g
const minus = /^[-−–]/

/**
 * What a text says in figures, as `-1234.5`: with spaces, apostrophes, commas or points between
 * thousands, a comma or a point before decimals, and perhaps a currency or a unit around it.
 */
export function readNumber(text: string, { mark, places, negative }: NumberRules) {
  const bare = text.replace(groups, '').replace(/^[^\d.,−–-]+(?=[\d.,−–-])|[^\d]+$/g, '')
  const below = minus.test(bare)
  const figures = withPoint(bare.replace(minus, '').replace(/^\p{Sc}/u, ''), mark)
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(figures)) return { refused: 'number' as const }
  if (below && !negative) return { refused: 'negative' as const }
  // Zeros at the end say nothing more.
  const decimals = figures.split('.')[1]?.replace(/0+$/, '') ?? ''
  if (places !== undefined && decimals.length > places) return { refused: 'decimals' as const }
  return { figures: `${below ? '-' : ''}${figures}` }
}

/** Without marks between thousands, and with a point before decimals. */
function withPoint(text: string, mark: string): string {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last < 0) return text
  const used = text[last] ?? ''
  const other = used === '.' ? ',' : '.'
  const count = text.split(used).length - 1
  const groupsOnly = /^\d{1,3}([.,]\d{3})+$/.test(text)
  // One mark with three figures behind it is read as it is written in the shop's country.
  if (groupsOnly && !text.includes(other) && (count > 1 || used !== mark))
    return text.replaceAll(used, '')
  return count > 1 ? text : text.replaceAll(other, '').replace(used, '.')
}

type Field = { value: string; selectionStart: number | null; selectionEnd: number | null }

/** Why a key changes nothing in a field; null when it does, or is no character. */
export function refusedKey(field: Field, key: string, rules: NumberRules): Refusal | null {
  const { mark, places, negative } = rules
  if (key.length !== 1 || key.replace(groups, '') === '') return null
  if (key === '-') return negative ? null : 'negative'
  if (key === '.' || key === ',') return places === 0 ? 'decimals' : null
  if (!/\d/.test(key)) return 'number'
  const at = field.value.indexOf(mark)
  const behind = at >= 0 && (field.selectionStart ?? 0) > at
  const selected = field.selectionStart !== field.selectionEnd
  const decimals = field.value.slice(at + 1).replace(/\D/g, '').length
  return behind && !selected && places !== undefined && decimals >= places ? 'decimals' : null
}

/** Whether a text is a number, or the beginning of one: a sign, figures, a mark and decimals. */
export function isBegun(text: string, { mark, places, negative }: NumberRules): boolean {
  const [, below = '', behind] = text.match(/^([-−–]?)\d*(?:[.,](\d*))?$/) ?? [undefined, '?']
  if (below === '?' || (below !== '' && !negative)) return false
  if (behind === undefined) return true
  return text.includes(mark) && places !== 0 && (places === undefined || behind.length <= places)
}
