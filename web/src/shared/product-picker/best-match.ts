type Named = { sku: string; name: string }

/** The product somebody means who typed this and pressed Enter: its exact sku, its exact name, or the first. */
export function bestMatch<Row extends Named>(rows: readonly Row[], typed: string): Row | undefined {
  const text = typed.trim().toLowerCase()
  return (
    rows.find((row) => row.sku.toLowerCase() === text) ??
    rows.find((row) => row.name.toLowerCase() === text) ??
    rows[0]
  )
}
