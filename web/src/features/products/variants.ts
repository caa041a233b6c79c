import type { Product } from '@/shared/products'

/** One way in which variants differ, as size, and its values. */
export type Axis = { name: string; values: string[] }

/** By what variants differ, in the order in which they were made. */
export function axesOf(variants: readonly Product[]): Axis[] {
  const axes = new Map<string, Set<string>>()
  for (const { options } of variants.toSorted((a, b) => a.id - b.id)) {
    for (const [name, value] of Object.entries(options)) {
      axes.set(name, (axes.get(name) ?? new Set()).add(value))
    }
  }
  return [...axes].map(([name, values]) => ({ name, values: [...values] }))
}

/** An option as it is typed. */
export type OptionRow = { name: string; values: string }

export const optionRows = (variants: readonly Product[]): OptionRow[] => {
  const known = axesOf(variants).map(({ name, values }) => ({ name, values: values.join(', ') }))
  return known.length > 0 ? known : [{ name: '', values: '' }]
}

/** The values of each option that has any, each once. */
export const optionsOf = (rows: readonly OptionRow[]): Record<string, string[]> =>
  Object.fromEntries(
    rows
      .map(({ name, values }) => {
        const each = values.split(/[,;\n]/).map((value) => value.trim())
        return [name.trim(), [...new Set(each)].filter(Boolean)] as const
      })
      .filter(([name, values]) => name !== '' && values.length > 0),
  )
