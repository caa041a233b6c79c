import type { TooltipLine } from './spec'

/** How far it stands from the pointer. */
const GAP = 14

/** A box of lines beside the pointer, never beyond the chart that it belongs to. */
export function tooltipIn(root: HTMLElement) {
  const box = document.createElement('div')
  box.className = 'chart-tooltip'
  box.hidden = true
  root.append(box)

  return {
    hide() {
      box.hidden = true
    },
    /** Beside a point of the chart, in pixels from its left and top. */
    show(lines: readonly TooltipLine[], x: number, y: number) {
      box.replaceChildren(...lines.map(lineOf))
      box.hidden = lines.length === 0
      const { clientWidth: width, clientHeight: height } = root
      const { offsetWidth, offsetHeight } = box
      const right = x + GAP
      const left = right + offsetWidth <= width ? right : x - GAP - offsetWidth
      box.style.left = `${within(left, width - offsetWidth)}px`
      box.style.top = `${within(y - offsetHeight / 2, height - offsetHeight)}px`
    },
  }
}

const within = (place: number, most: number) => Math.max(0, Math.min(place, most))

function lineOf(line: TooltipLine): HTMLElement {
  const element = document.createElement('div')
  if (typeof line === 'string') {
    element.textContent = line
    return element
  }
  const dot = document.createElement('i')
  dot.style.background = line.color
  element.append(dot, line.text)
  return element
}
