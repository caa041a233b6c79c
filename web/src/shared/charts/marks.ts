// What the library has no series for, drawn into its canvas, which has pixels of the device.
import type uPlot from 'uplot'
import { fontOf } from './palette'
import { placeWords } from './place-words'
import type { ChartSpec } from './spec'

/** The least width of what is shaded: a day is less than a pixel of two years. */
const LEAST = 2
const GAP = 6
/** The height of a row of words. */
export const WORDS_ROW = 18

const inView = (plot: uPlot, instant: number) => {
  const { min, max } = plot.scales.x ?? {}
  return min != null && max != null && instant >= min && instant <= max
}

/** Days that were not like others, behind everything else. */
export function drawShades(plot: uPlot, { shades = [] }: ChartSpec, scale: number) {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const { from, to, color, opacity } of shades) {
    const left = plot.valToPos(from, 'x', true)
    const width = Math.max(plot.valToPos(to, 'x', true) - left, LEAST * scale)
    ctx.globalAlpha = opacity
    ctx.fillStyle = color
    ctx.fillRect(left, bbox.top, width, bbox.height)
  }
  ctx.restore()
}

/** Dashed lines at a day or at a quantity, with their words. */
export function drawRules(plot: uPlot, spec: ChartSpec, scale: number) {
  const { ctx, bbox } = plot
  const { palette, verticals = [], horizontals = [] } = spec
  const right = bbox.left + bbox.width
  ctx.save()
  ctx.font = fontOf(scale)
  ctx.fillStyle = palette.muted
  ctx.strokeStyle = palette.muted
  ctx.lineWidth = scale
  ctx.setLineDash([4 * scale, 3 * scale])
  ctx.textBaseline = 'bottom'
  ctx.textAlign = 'left'

  const seen = verticals.filter(({ instant }) => inView(plot, instant))
  const places = seen.map(({ instant }) => Math.round(plot.valToPos(instant, 'x', true)))
  const words = placeWords(
    seen.map(({ word }, n) => ({ middle: places[n] ?? 0, width: ctx.measureText(word).width })),
    { from: bbox.left, to: right, gap: GAP * scale },
  )
  seen.forEach(({ word }, n) => {
    const x = (places[n] ?? 0) + scale / 2
    stroke(ctx, [x, bbox.top], [x, bbox.top + bbox.height])
    const { left, row } = words[n] ?? { left: x, row: 0 }
    ctx.fillText(word, left, bbox.top - (4 + row * WORDS_ROW) * scale)
  })

  for (const { value, word } of horizontals) {
    const y = Math.round(plot.valToPos(value, 'y', true)) + scale / 2
    stroke(ctx, [bbox.left, y], [right, y])
    ctx.fillText(word, bbox.left + GAP * scale, y - 3 * scale)
  }
  ctx.restore()
}

type Place = [x: number, y: number]

function stroke(ctx: CanvasRenderingContext2D, from: Place, to: Place) {
  ctx.beginPath()
  ctx.moveTo(...from)
  ctx.lineTo(...to)
  ctx.stroke()
}
