import { Skeleton } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'

type Props = {
  option: EChartsCoreOption
  /** What the chart shows, for those who do not see it. */
  label: string
  height: number
}

/** Draws an option. The library arrives by itself, after the page. */
export function Chart({ option, label, height }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const latest = useRef(option)
  const [chart, setChart] = useState<EChartsType | null>(null)
  latest.current = option

  useEffect(() => {
    let alive: EChartsType | null = null
    let gone = false
    const observer = new ResizeObserver(() => alive?.resize())
    void import('./echarts').then(({ createChart }) => {
      if (gone || !element.current) return
      alive = createChart(element.current)
      alive.setOption(latest.current)
      observer.observe(element.current)
      setChart(alive)
    })
    return () => {
      gone = true
      observer.disconnect()
      alive?.dispose()
    }
  }, [])

  useEffect(() => {
    // Replaced as a whole: a former product's series must not stay.
    chart?.setOption(option, { notMerge: true })
  }, [chart, option])

  return (
    <div style={{ position: 'relative', height }}>
      {chart ? null : <Skeleton height={height} />}
      <div
        ref={element}
        role="img"
        aria-label={label}
        style={{ position: 'absolute', inset: 0, overflow: 'hidden' }}
      />
    </div>
  )
}
