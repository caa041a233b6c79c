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
  'location',
  'type',
  'unit',
] as const
export type ColumnField = (typeof columnFields)[number]

const marks = ['delimiter', 'decimal', 'dates', 'currency', 'no_goods', 'on_case'] as const

/** Fields of which an empty cell may repeat the one above it. */
export const repeatedFields = ['sold_at', 'sku'] as const
type RepeatedField = (typeof repeatedFields)[number]

/** Columns that a row of a wide table has besides those of the file. */
const across = ['column title', 'cell']

/** What is chosen in the form; empty is a field without a column, or a mark to be found out. */
export type Choice = {
  [mark in (typeof marks)[number]]: NonNullable<EtlLayoutOut[mark]> | ''
} & {
  encoding: NonNullable<EtlLayoutIn['encoding']> | ''
  shape: EtlLayoutOut['shape'] | ''
  header: boolean
  rowsAreUnits: boolean
  fillDown: RepeatedField[]
  sheets: string[]
  returns: boolean
  /** Products are counted as finely as the file is. */
  finer: boolean
  /** Numbers in another unit than their product's count all the same. */
  keepUnits: boolean
  shift: boolean
  states: States
  columns: Record<string, string>
}

/** What a word of a state or a type says of its rows. */
export const rowStates = ['sold', 'returned', 'nothing'] as const
export type RowState = (typeof rowStates)[number]
type States = Record<string, RowState>

export const SEVERAL = '+'
const joined = (names: readonly string[]) => names.join(` ${SEVERAL} `)

export const chosenOf = (layout: EtlLayoutOut, params: Record<string, unknown>): Choice => ({
  delimiter: params.delimiter ? layout.delimiter : '',
  decimal: params.decimal ? layout.decimal : '',
  dates: params.dates ? layout.dates : '',
  currency: params.currency ? (layout.currency ?? '') : '',
  no_goods: params.no_goods ? layout.no_goods : '',
  on_case: params.on_case ? layout.on_case : '',
  encoding: params.encoding ? (layout.encoding ?? '') : '',
  shape: layout.shape,
  header: layout.header_lines > 0,
  rowsAreUnits: layout.quantity_is === 'rows',
  fillDown: repeatedFields.filter((field) => layout.fill_down.includes(field)),
  sheets: layout.parts.filter((part) => part.read).map((part) => part.name),
  returns: params.on_negative === 'return',
  finer: params.on_precision === 'raise',
  keepUnits: params.on_unit === 'keep',
  shift: params.shift_dates === true,
  states: (params.states ?? {}) as States,
  columns: Object.fromEntries(
    Object.entries(layout.columns).map(([field, names]) => [field, joined(names)]),
  ),
})

/** Names to choose from for a field: the columns, and several together as they were told. */
export const columnChoices = (layout: EtlLayoutOut, field: ColumnField): string[] => {
  const told = layout.columns[field] ?? []
  const besides = layout.shape === 'long' ? [] : across
  const names = [...new Set([...layout.header.filter((name) => name !== ''), ...besides])]
  return told.length > 1 ? [joined(told), ...names] : names
}

/** Nothing can be read without a product, a date and a quantity, or a row for each unit. */
export const isComplete = ({ columns, rowsAreUnits }: Choice) =>
  Boolean((columns.sku || columns.name) && columns.sold_at && (columns.quantity || rowsAreUnits))

/** Another table is read then: its columns are found anew. */
const isAnotherTable = (layout: EtlLayoutOut, choice: Choice) => {
  const before = chosenOf(layout, {})
  return (
    choice.header !== before.header ||
    choice.shape !== before.shape ||
    choice.sheets.join('\n') !== before.sheets.join('\n')
  )
}

/** How sure each field's columns are, and what else it could be read from. */
export const matchOf = (layout: EtlLayoutOut, field: ColumnField) =>
  layout.matches.find((match) => match.field === field)

/** Whether the same parts are read that were found by themselves. */
const isAllRead = (layout: EtlLayoutOut, choice: Choice) =>
  !layout.parts.some((part) => part.why === 'not_chosen') &&
  choice.sheets.join('\n') === chosenOf(layout, {}).sheets.join('\n')

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
    ...(choice.encoding ? { encoding: choice.encoding } : {}),
    ...(choice.shape && choice.shape !== 'long' ? { shape: choice.shape } : {}),
    ...(choice.shape === 'long' && layout.shape !== 'long' ? { shape: 'long' } : {}),
    ...(choice.header ? {} : { header: 'none' }),
    ...(choice.rowsAreUnits ? { quantity_is: 'rows' } : {}),
    ...(choice.fillDown.length > 0 ? { fill_down: choice.fillDown } : {}),
    ...(isAllRead(layout, choice) ? {} : { sheets: choice.sheets }),
    ...(Object.keys(choice.states).length > 0 ? { states: choice.states } : {}),
    on_negative: choice.returns ? 'return' : 'reject',
    on_precision: choice.finer ? 'raise' : 'reject',
    on_unit: choice.keepUnits ? 'keep' : 'reject',
    shift_dates: choice.shift,
    ...(isAnotherTable(layout, choice)
      ? {}
      : same && layout.known === 'preset'
        ? { preset: layout.preset as EtlLayoutIn['preset'] }
        : { columns: Object.fromEntries(told) }),
  }
}

const encodingNames: Record<string, string> = {
  'utf-8': 'UTF-8',
  cp1252: 'Windows-1252',
  'iso-8859-15': 'Latin-9',
  cp850: 'DOS 850',
  cp437: 'DOS 437',
  cp858: 'DOS 858',
  'mac-roman': 'Mac Roman',
  cp1250: 'Windows-1250',
}

export const encodingName = (encoding: string) => encodingNames[encoding] ?? encoding
