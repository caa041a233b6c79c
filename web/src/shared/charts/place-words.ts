type Word = { middle: number; width: number }
type Placed = { left: number; row: number }

/**
 * Words above their lines, within the width of what is drawn: none is cut off or reaches into the
 * labels beside it. One that would touch another stands a row higher.
 */
export function placeWords(
  words: readonly Word[],
  { from, to, gap }: { from: number; to: number; gap: number },
): Placed[] {
  const placed: (Placed & { right: number })[] = []
  for (const { middle, width } of words) {
    const left = Math.max(from, Math.min(middle - width / 2, to - width))
    const right = left + width
    const touched = placed.filter((one) => left < one.right + gap && one.left < right + gap)
    const row = touched.length > 0 ? Math.max(...touched.map((one) => one.row)) + 1 : 0
    placed.push({ left, right, row })
  }
  return placed.map(({ left, row }) => ({ left, row }))
}
