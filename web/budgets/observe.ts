/** What a page itself tells of how it was drawn and how it answered. */
export type Observed = {
  /** When the largest part of what is seen was drawn, and which that was. */
  lcp: number
  largest: string
  /** Each shift of what had been drawn, with the parts that moved most. */
  shifts: { value: number; at: number; what: string }[]
  /** How long the script kept the page from answering: of each long task what is beyond 50 ms. */
  blocking: number
  /** The longest answer to each press, click or key, by its number. */
  answers: Record<string, number>
}

declare global {
  interface Window {
    observed: Observed
  }
}

type Shift = PerformanceEntry & {
  value: number
  hadRecentInput: boolean
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
}
type Largest = PerformanceEntry & { element: Element | null }
type Answer = PerformanceEntry & { interactionId: number }

/** Runs in the page before any of its scripts, so it can use nothing from outside. */
export function observe() {
  const observed: Observed = { lcp: 0, largest: '', shifts: [], blocking: 0, answers: {} }
  window.observed = observed
  const nameOf = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement
    const text = element?.textContent?.trim().slice(0, 30) ?? ''
    return element ? `${element.tagName.toLowerCase()} "${text}"` : 'something gone'
  }
  const on = <Entry>(type: string, heed: (entry: Entry) => void, options: object = {}) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) heed(entry as Entry)
    }).observe({ type, buffered: true, ...options })

  on<Largest>('largest-contentful-paint', ({ startTime, element }) => {
    observed.lcp = startTime
    observed.largest = nameOf(element)
  })
  on<Shift>('layout-shift', ({ value, startTime, hadRecentInput, sources }) => {
    if (hadRecentInput) return
    const what = sources
      .slice(0, 3)
      .map(
        ({ node, previousRect, currentRect }) =>
          `${nameOf(node)} ${Math.round(currentRect.y - previousRect.y)} px down`,
      )
    observed.shifts.push({ value, at: Math.round(startTime), what: what.join(', ') })
  })
  on<PerformanceEntry>('longtask', ({ duration }) => {
    observed.blocking += duration - 50
  })
  on<Answer>(
    'event',
    ({ interactionId, duration }) => {
      if (interactionId === 0) return
      observed.answers[interactionId] = Math.max(observed.answers[interactionId] ?? 0, duration)
    },
    { durationThreshold: 16 },
  )
}
