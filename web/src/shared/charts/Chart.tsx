import { Skeleton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ChartSpec } from './spec'

type Props = {
  spec: ChartSpec
  /** What the chart shows, for those who do not see it. */
  label: string
  height: number
}

type Library = typeof import('./uplot')

/** Draws a chart. The library arrives by itself, after the page. */
export function Chart({ spec, label, height }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const [library, setLibrary] = useState<Library | null>(null)

  useEffect(() => {
    let gone = false
    void import('./uplot').then((loaded) => {
      if (!gone) setLibrary(loaded)
    })
    return () => {
      gone = true
    }
  }, [])

  useEffect(() => {
    const room = element.current
    if (!library || !room) return
    // Replaced as a whole: nothing of a former product stays.
    const chart = library.createChart(room, spec)
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(room)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [library, spec])

  return (
    <div style={{ position: 'relative', height }}>
      {library ? null : <Skeleton height={height} />}
      <div
        ref={element}
        role="img"
        aria-label={label}
        style={{ position: 'absolute', inset: 0, overflow: 'hidden' }}
      />
    </div>
  )
}
