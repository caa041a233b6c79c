// The only file that imports the chart library at run time; pages load it when a chart is shown.
import uPlot from 'uplot'
import { dayOf } from './days'
import { drawRules, drawShades, WORDS_ROW } from './marks'
import { fontOf } from './palette'
import type { ChartSpec } from './spec'
import { dayTicks, unitTicks } from './ticks'
import { tooltipIn } from './tooltip'
import './uplot.css'

const dashes = { solid: [], dashed: [5, 4], dotted: [1.5, 3.5] }
const DAY = 86_400_000
/** Room at the right for half of a label. */
const RIGHT = 18

/** Draws a chart into an element of some size, until it is destroyed. */
export function createChart(element: HTMLElement, spec: ChartSpec) {
  const { clientWidth: width, clientHeight: height } = element
  const plot = new uPlot(optionsOf(spec, { width, height }), dataOf(spec), element)
  followTouch(plot)
  return {
    resize: () => {
      plot.setSize({ width: element.clientWidth, height: element.clientHeight })
      // What stood beside a place that has moved.
      plot.setCursor({ left: -10, top: -10 })
    },
    destroy: () => plot.destroy(),
  }
}

/** One column for each line, two for each band, over the days of all. */
function dataOf({ lines, bands = [] }: ChartSpec): uPlot.AlignedData {
  return uPlot.join([
    ...bands.map(
      ({ points }): uPlot.AlignedData => [
        points.map(([instant]) => instant),
        points.map(([, , upper]) => upper),
        points.map(([, lower]) => lower),
      ],
    ),
    ...lines.map(
      ({ points }): uPlot.AlignedData => [
        points.map(([instant]) => instant),
        points.map(([, value]) => value),
      ],
    ),
  ])
}

function optionsOf(spec: ChartSpec, size: { width: number; height: number }): uPlot.Options {
  const { palette, bands = [], lines, verticals = [] } = spec
  const edge: uPlot.Series = { points: { show: false }, pxAlign: 0 }
  return {
    ...size,
    padding: [12 + verticals.length * WORDS_ROW, RIGHT, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, ...viewOf(spec) },
      y: { range: (plot, _, largest) => [0, ticksOf(plot, spec, largest).at(-1) ?? 1] },
    },
    axes: [daysAxis(spec), unitsAxis(spec)],
    series: [
      {},
      ...bands.flatMap(() => [edge, edge]),
      ...lines.map(({ name, color, width, stroke = 'solid', dots }) => ({
        label: name,
        stroke: color,
        width,
        // In pixels of the device, unlike all else.
        dash: dashes[stroke].map((length) => length * uPlot.pxRatio),
        cap: stroke === 'dotted' ? ('round' as const) : ('butt' as const),
        points: dots ? { show: true, size: dots, fill: color, width: 1 } : { show: false },
        // Lines run between pixels, so that slopes are smooth.
        pxAlign: 0,
      })),
    ],
    bands: bands.map(({ color }, n) => ({ series: [2 * n + 1, 2 * n + 2], fill: color })),
    cursor: cursorOf(spec),
    hooks: {
      init: [(plot) => styled(plot, palette)],
      drawClear: [(plot) => drawShades(plot, spec, uPlot.pxRatio)],
      draw: [(plot) => drawRules(plot, spec, uPlot.pxRatio)],
      ready: [(plot) => followCursor(plot, spec)],
    },
  }
}

/** What is in view at first, and again after a double click. */
function viewOf({ view, lines, bands = [] }: ChartSpec) {
  const days = [...bands, ...lines].flatMap(({ points }) => points.map(([instant]) => instant))
  if (days.length === 0) return {}
  const [min, max] = view ?? [Math.min(...days), Math.max(...days)]
  return min === max ? { min: min - DAY, max: max + DAY } : { min, max }
}

/** From zero in whole steps, up to what is largest in view or has a line of its own. */
function ticksOf(plot: uPlot, { horizontals = [] }: ChartSpec, largest: number | null) {
  const values = horizontals.map(({ value }) => value)
  return unitTicks(Math.max(largest ?? 0, ...values), Math.max(2, Math.round(plot.height / 65)))
}

function daysAxis({ palette, format }: ChartSpec): uPlot.Axis {
  return {
    font: fontOf(),
    stroke: palette.muted,
    size: 28,
    gap: 8,
    ticks: { show: false },
    grid: { show: false },
    border: { show: true, stroke: palette.line, width: 1 },
    splits: (plot, _, from, to) => {
      const labels = Math.max(2, Math.min(10, Math.round(plot.width / 110)))
      // Half of a label reaches beyond its day, where only so much room is left.
      const end = to - ((to - from) / plot.width) * 8
      return dayTicks(from, to, labels).filter((day) => day <= end)
    },
    values: (_, days) => days.map((day) => format.shortDay(dayOf(day))),
  }
}

function unitsAxis(spec: ChartSpec): uPlot.Axis {
  const { palette, format } = spec
  return {
    font: fontOf(),
    stroke: palette.muted,
    gap: 8,
    size: (plot, labels) => {
      plot.ctx.font = fontOf()
      const widths = (labels ?? []).map((label) => plot.ctx.measureText(label).width)
      return Math.ceil(Math.max(12, ...widths)) + 14
    },
    ticks: { show: false },
    grid: { stroke: palette.line, width: 1 },
    splits: (plot, _, __, top) => ticksOf(plot, spec, top),
    values: (_, units) => units.map(format.integer),
  }
}

function cursorOf(spec: ChartSpec): uPlot.Cursor {
  return {
    y: false,
    points: { show: false },
    // The line stands at the days that there are.
    move: (plot, left, top) => [left < 0 ? left : nearest(plot, left), top],
    drag: { x: true, y: false, dist: 8 },
    bind: {
      dblclick: (plot) => () => {
        const { min, max } = viewOf(spec)
        if (min !== undefined) plot.setScale('x', { min, max })
        return null
      },
    },
  }
}

const nearest = (plot: uPlot, left: number) =>
  plot.valToPos(plot.data[0][plot.posToIdx(left)] ?? 0, 'x')

/** The library listens to a mouse alone, which a finger is only when it taps. */
function followTouch(plot: uPlot) {
  const follow = ({ pointerType, clientX, clientY }: PointerEvent) => {
    if (pointerType === 'mouse') return
    const { left, top, width } = plot.over.getBoundingClientRect()
    const x = Math.max(0, Math.min(clientX - left, width))
    plot.setCursor({ left: nearest(plot, x), top: clientY - top })
  }
  plot.over.addEventListener('pointerdown', follow)
  plot.over.addEventListener('pointermove', follow)
}

/** What the styles ask for: the page's scheme changes less often than a chart is drawn. */
function styled({ root }: uPlot, palette: ChartSpec['palette']) {
  const colors = {
    text: palette.text,
    line: palette.line,
    surface: palette.surface,
    cursor: palette.muted,
    select: palette.bands[0],
  }
  for (const [name, color] of Object.entries(colors))
    root.style.setProperty(`--chart-${name}`, color)
}

function followCursor(plot: uPlot, { tooltip }: ChartSpec) {
  const box = tooltipIn(plot.root)
  plot.hooks.setCursor = [
    ({ cursor, data, over }) => {
      const { idx, left = -1, top = -1 } = cursor
      const instant = idx == null ? undefined : data[0][idx]
      if (instant === undefined || left < 0) return box.hide()
      box.show(tooltip(dayOf(instant)), over.offsetLeft + left, over.offsetTop + top)
    },
  ]
}
