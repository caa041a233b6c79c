import { numberOf } from './number-of'
import { roundUnits } from './quantity'

/** With one unit more of what is there already, or the new line at the end. */
export function withOneMore<Line extends { quantity: number | string }>(
  lines: Line[],
  isSame: (line: Line) => boolean,
  added: Line,
): Line[] {
  const n = lines.findIndex(isSame)
  const line = lines[n]
  if (!line) return [...lines, added]
  return lines.with(n, { ...line, quantity: roundUnits((numberOf(line.quantity) ?? 0) + 1) })
}
