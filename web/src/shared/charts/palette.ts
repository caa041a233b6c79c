/** A canvas cannot inherit from the page: its colours and its font are named here. */
export type Palette = {
  text: string
  muted: string
  line: string
  surface: string
  history: string
  forecast: string
  /** Wide band first. */
  bands: readonly [string, string]
}

const light: Palette = {
  text: '#1b2420',
  muted: '#56635d',
  line: '#dfe6e2',
  surface: '#ffffff',
  history: '#3f4d47',
  forecast: '#12704d',
  bands: ['rgba(47, 157, 113, 0.11)', 'rgba(47, 157, 113, 0.17)'],
}

const dark: Palette = {
  text: '#e6ece9',
  muted: '#a3b0aa',
  line: '#2c3632',
  surface: '#19201d',
  history: '#b9c6c0',
  forecast: '#4fb286',
  bands: ['rgba(79, 178, 134, 0.12)', 'rgba(79, 178, 134, 0.2)'],
}

export const paletteFor = (scheme: 'light' | 'dark') => (scheme === 'dark' ? dark : light)

const chartFont = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"

/** Of labels, where a pixel of the page is so many of the canvas. */
export const fontOf = (scale = 1) => `${12 * scale}px ${chartFont}`
