import type { EtlLayoutIn, EtlLayoutOut } from '@/api/gen/types.gen'

/** What a column can say, in the order in which it is asked. */
export const columnFields = [
  'sku',
  'name',
  'sold_at',
  'time',
  'quantity',
  'price',
  'amount',
  'category',
  'id',
  'status',
] as const
export type ColumnField = (typeof columnFields)[number]

const marks = ['delimiter', 'decimal', 'dates', 'currency', 'no_goods'] as const

/** What is chosen in the form; empty is a field without a column, or a mark to be found out. */
export type Choice = {
  [mark in (typeof marks)[number]]: NonNullable<EtlLayoutOut[mark]> | ''
} & {
  returns: boolean
  shift: boolean
  columns: Record<string, string>
}

export const SEVERAL = '+'
const joined = (names: readonly string[]) => names.join(` ${SEVERAL} `)

export const chosenOf = (layout: EtlLayoutOut, params: Record<string, unknown>): Choice => ({
  delimiter: params.delimiter ? layout.delimiter : '',
  decimal: params.decimal ? layout.decimal : '',
  dates: params.dates ? layout.dates : '',
  currency: params.currency ? (layout.currency ?? '') : '',
  no_goods: params.no_goods ? layout.no_goods : '',
  returns: params.on_negative === 'return',
  shift: params.shift_dates === true,
  columns: Object.fromEntries(
    Object.entries(layout.columns).map(([field, names]) => [field, joined(names)]),
  ),
})

/** Names to choose from for a field: the columns, and several together as they were told. */
export const columnChoices = (layout: EtlLayoutOut, field: ColumnField): string[] => {
  const told = layout.columns[field] ?? []
  const names = [...new Set(layout.header.filter((name) => name !== ''))]
  return told.length > 1 ? [joined(told), ...names] : names
}

/** Nothing can be read without a product, a date and a quantity. */
export const isComplete = ({ columns }: Choice) =>
  Boolean((columns.sku || columns.name) && columns.sold_at && columns.quantity)

/**
 * The request for another reading. Columns are told only when they differ from what is
 * known of the file: a known export keeps its own rules.
 */
export const layoutBody = (layout: EtlLayoutOut, choice: Choice): EtlLayoutIn => {
  const before = chosenOf(layout, {}).columns
  const fields = [...new Set([...Object.keys(before), ...Object.keys(choice.columns)])]
  const same = fields.every((field) => (before[field] ?? '') === (choice.columns[field] ?? ''))
  const told = fields.flatMap((field) => {
    const name = choice.columns[field]
    if (!name) return []
    const several = layout.columns[field] ?? []
    return [[field, several.length > 1 && joined(several) === name ? several : [name]] as const]
  })
  return {
    ...Object.fromEntries(marks.flatMap((mark) => (choice[mark] ? [[mark, choice[mark]]] : []))),
    on_negative: choice.returns ? 'return' : 'reject',
    shift_dates: choice.shift,
    ...(same && layout.known === 'preset'
      ? { preset: layout.preset as EtlLayoutIn['preset'] }
      : { columns: Object.fromEntries(told) }),
  }
}
