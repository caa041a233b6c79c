import { type Load, type Look, median } from './measure'

export type Measured = { name: string; loads: Record<Look['name'], readonly Load[]> }

export const SHIFT = 0.05
const LCP = { plain: 800, slow: 2500 }
const BLOCKING = 300
export const ANSWER = 100

/** kB of script that a page may have; the forecast brings its chart after its first picture. */
const scriptOf = (name: string) => (name.startsWith('/forecast/first') ? 300 : 200)

type Figure = { column: string; value: number; limit?: number; digits?: number; isTime?: boolean }

/** Of the languages the one that shifts more: words differ in length. */
function shiftOf(loads: readonly Load[]): number {
  const languages = new Set(loads.map(({ language }) => language))
  const medians = [...languages].map((one) =>
    median(loads.filter(({ language }) => language === one).map(({ shift }) => shift)),
  )
  return Math.max(0, ...medians)
}

function figures({ name, loads: { plain, slow } }: Measured): Figure[] {
  const of = (loads: readonly Load[], pick: (load: Load) => number) => median(loads.map(pick))
  const all = [...plain, ...slow]
  return [
    { column: 'JS kB', value: Math.max(...all.map((load) => load.script)), limit: scriptOf(name) },
    { column: 'all kB', value: of(all, (load) => load.transferred) },
    { column: 'requests', value: of(all, (load) => load.requests) },
    { column: 'LCP', value: of(plain, (load) => load.lcp), limit: LCP.plain, isTime: true },
    { column: 'LCP slow', value: of(slow, (load) => load.lcp), limit: LCP.slow, isTime: true },
    { column: 'CLS', value: shiftOf(plain), limit: SHIFT, digits: 3 },
    { column: 'CLS slow', value: shiftOf(slow), limit: SHIFT, digits: 3 },
    {
      column: 'blocking',
      value: of(plain, (load) => load.blocking),
      limit: BLOCKING,
      isTime: true,
    },
    { column: 'blocking slow', value: of(slow, (load) => load.blocking) },
  ]
}

const isOver = ({ value, limit }: Figure) => limit !== undefined && value > limit
const written = (figure: Figure) =>
  figure.value.toFixed(figure.digits ?? 0) + (isOver(figure) ? ' !' : '')

/** A table in Markdown, milliseconds and kB; `!` stands at what is over its limit. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.map((page) => ({ name: page.name, cells: figures(page) }))
  const heads = ['page', ...(rows[0]?.cells.map(({ column }) => column) ?? [])]
  const lines = [heads, ...rows.map(({ name, cells }) => [name, ...cells.map(written)])]
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[0] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, at) => (at ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`
  const [head = [], ...body] = lines
  return [line(head), rule, ...body.map(line)].join('\n')
}

/** What moved, where a page moves more than it may. */
export function movesOf({ name, loads }: Measured): string[] {
  return (['plain', 'slow'] as const).flatMap((look) => {
    const worst = loads[look].toSorted((a, b) => b.shift - a.shift)[0]
    if (!worst || worst.shift <= SHIFT) return []
    const moves = worst.shifts
      .filter(({ value }) => value > 0.005)
      .map(({ value, at, what }) => `  ${value.toFixed(3)} at ${at} ms: ${what}`)
    return [`${name} ${look} ${worst.language}`, ...moves]
  })
}

/** Sizes and shifts are the same on every machine; times are held against their limits on demand. */
export function breaches(measured: readonly Measured[], strict: boolean): string[] {
  return measured.flatMap((page) =>
    figures(page)
      .filter((figure) => isOver(figure) && (strict || !figure.isTime))
      .map((figure) => `${page.name}: ${figure.column} ${written(figure)} of ${figure.limit}`),
  )
}
