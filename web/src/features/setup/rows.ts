/** What is typed for a product, as it is typed. */
export type Cells = { price: string; cost: string; stock: string; supplier: string }
export type Field = keyof Cells

export const fields = ['price', 'cost', 'stock', 'supplier'] as const satisfies readonly Field[]
const numbers = ['price', 'cost', 'stock'] as const
export const noCells: Cells = { price: '', cost: '', stock: '', supplier: '' }

export type Row = { id: number; sku: string; stock: number; cells: Cells }
export type CellProblem = 'notANumber' | 'costWithoutSupplier'

/** With a decimal comma or point, as spreadsheets and people write it; null for what is no number
 * from zero on. */
export function amountOf(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f€$£]/g, '').replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

/** The cells of a copied piece of a spreadsheet. */
export const pastedCells = (text: string): string[][] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((cell) => cell.trim()))

/** The rows with cells put in from one cell on, to the right and down; what does not fit is left. */
export function withPasted(rows: readonly Row[], at: number, field: Field, cells: string[][]) {
  const column = fields.indexOf(field)
  return rows.map((row, n): Row => {
    const line = cells[n - at]
    if (!line) return row
    const typed = Object.fromEntries(
      line.flatMap((cell, c) => {
        const name = fields[column + c]
        return name ? [[name, cell]] : []
      }),
    )
    return { ...row, cells: { ...row.cells, ...typed } }
  })
}

export function problemsOf({ cells }: Row, hasSupplier: boolean) {
  const wrong = numbers.filter((field) => cells[field].trim() && amountOf(cells[field]) === null)
  const problems: Partial<Record<Field, CellProblem>> = Object.fromEntries(
    wrong.map((field) => [field, 'notANumber']),
  )
  if (cells.cost.trim() && !cells.supplier.trim() && !hasSupplier)
    problems.supplier = 'costWithoutSupplier'
  return problems
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const columns = { price: 'price', cost: 'unit_cost', supplier: 'supplier' } as const

/**
 * The typed cells as files of the catalogue: an empty cell of a file says that there is nothing,
 * so rows that fill the same cells share a file.
 */
export function catalogueFiles(rows: readonly Row[]): string[] {
  const files = new Map<string, string[]>()
  for (const { sku, cells } of rows) {
    const filled = (['price', 'supplier', 'cost'] as const).filter((field) => cells[field].trim())
    if (filled.length === 0) continue
    const header = ['sku', ...filled.map((field) => columns[field])].join(',')
    const line = filled.map((field) =>
      field === 'supplier' ? quoted(cells.supplier.trim()) : String(amountOf(cells[field])),
    )
    files.set(header, [...(files.get(header) ?? [header]), [quoted(sku), ...line].join(',')])
  }
  return [...files.values()].map((lines) => `${lines.join('\n')}\n`)
}

/** The counted stock of products of which it is another than is known. */
export const countedOf = (rows: readonly Row[]) =>
  rows.flatMap(({ id, stock, cells }) => {
    const counted = cells.stock.trim() ? amountOf(cells.stock) : null
    return counted === null || counted === stock ? [] : [{ id, counted, comesIn: counted > stock }]
  })

/** Names of suppliers that there are not yet, each once however it is written. */
export function newSuppliers(rows: readonly Row[], known: readonly string[]): string[] {
  const seen = new Set(known.map((name) => name.toLowerCase()))
  return rows.flatMap(({ cells }) => {
    const name = cells.supplier.trim()
    if (!name || seen.has(name.toLowerCase())) return []
    seen.add(name.toLowerCase())
    return [name]
  })
}
