type Named = { sku: string; name: string; barcodes?: readonly string[] }

/** Codes of all lengths are compared without the zeros in front. */
const significant = (code: string) => code.replace(/^0+/, '')

/** The product somebody means who typed this and pressed Enter: its exact sku or barcode, its exact name, or the first. */
export function bestMatch<Row extends Named>(rows: readonly Row[], typed: string): Row | undefined {
  const text = typed.trim().toLowerCase()
  return (
    rows.find((row) => row.sku.toLowerCase() === text) ??
    rows.find((row) => row.barcodes?.some((code) => significant(code) === significant(text))) ??
    rows.find((row) => row.name.toLowerCase() === text) ??
    rows[0]
  )
}
