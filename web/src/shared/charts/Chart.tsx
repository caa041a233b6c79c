import { Skeleton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { toApiError } from '@/api/errors'
import { late, useLate } from '../late'
import { ProblemAlert } from '../ui/ProblemAlert'
import type { ChartSpec } from './spec'

type Props = {
  spec: ChartSpec
  /** What the chart shows, for those who do not see it. */
  label: string
  height: number
}

const uplot = late(() => import('./uplot'))

/** Draws a chart. The library arrives by itself, after the page. */
export function Chart({ spec, label, height }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const library = useLate(uplot, failure === null, setFailure)

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

  if (failure !== null) {
    return <ProblemAlert failure={toApiError(failure)} onRetry={() => setFailure(null)} />
  }
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
