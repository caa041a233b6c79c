import { isDifference, isHidden, isRecord } from './kinds'

export type Words = {
  field: (name: string) => string
  value: (name: string, value: unknown) => string
  /** Of a product, or of another row that changes are kept of. */
  product: (id: number) => string
  added: (value: string) => string
  removed: (value: string) => string
}

export type Line = { key: string; label: string; value: string }

const empty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)

/** What an act changed, a line for each field or product, in words. */
export function linesOf(changes: Record<string, unknown>, words: Words): Line[] {
  return Object.entries(changes)
    .filter(([name]) => !isHidden(name))
    .flatMap(([name, change]) => lineOf(name, change, words))
}

function lineOf(name: string, change: unknown, words: Words): Line[] {
  const line = (label: string, value: string) => [{ key: name, label, value }]
  const [kind, id] = name.split('/')
  if (id !== undefined && kind === 'product') {
    return line(words.product(Number(id)), ofProduct(change, words))
  }
  if (id !== undefined && isDifference(change)) {
    const { product_id } = asRecord(change.to ?? change.from)
    const label = Number.isInteger(product_id)
      ? words.product(Number(product_id))
      : words.field('line')
    return line(label, ofLine(asRecord(change.from), asRecord(change.to), words))
  }
  if (isDifference(change) && empty(change.from) && empty(change.to)) return []
  if (isDifference(change)) return line(words.field(name), fromTo(name, change, words))
  return empty(change) ? [] : line(words.field(name), words.value(name, change))
}

const asRecord = (value: unknown) => (isRecord(value) ? value : {})

function fromTo(name: string, { from, to }: { from: unknown; to: unknown }, words: Words) {
  const after = words.value(name, to)
  return empty(from) ? after : `${words.value(name, from)} → ${after}`
}

/** What changed of one product: a quantity, or several fields. */
function ofProduct(change: unknown, words: Words): string {
  if (isDifference(change)) return fromTo('quantity', change, words)
  return each(asRecord(change), words)
}

/** A line of an order or a transfer that is new, gone or another. */
function ofLine(from: Record<string, unknown>, to: Record<string, unknown>, words: Words) {
  const state = ({ product_id: _, ...fields }: Record<string, unknown>) =>
    each(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 0)), words)
  if (Object.keys(from).length === 0) return words.added(state(to))
  if (Object.keys(to).length === 0) return words.removed(state(from))
  const changed = Object.keys(to).filter((name) => from[name] !== to[name])
  return each(
    Object.fromEntries(changed.map((name) => [name, { from: from[name], to: to[name] }])),
    words,
  )
}

function each(fields: Record<string, unknown>, words: Words): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => lineOf(name, value, words))
    .map(({ label, value }) => `${label} ${value}`)
    .join(' · ')
}
