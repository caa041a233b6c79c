import { Text, UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { CalendarEvent } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import { firstWeekday } from '@/shared/i18n/locale'
import { useShop, useToday } from '@/shared/shop/use-shop'
import { DayEntries } from './DayEntries'
import { dayByKey, entriesOf, type Month, monthOf, weeksOf } from './month'

type Props = {
  month: Month
  events: readonly CalendarEvent[]
  onMonth: (month: Month) => void
  /** Missing for those who only read. */
  onDay: ((day: string) => void) | undefined
  onEvent: ((event: CalendarEvent) => void) | undefined
}

const cellStyle = {
  verticalAlign: 'top',
  height: '6.5rem',
  padding: 4,
  border: '1px solid var(--mantine-color-default-border)',
} as const

/** The days of a month and what is on them. Arrows, Page up and Page down walk the days. */
export function MonthGrid({ month, events, onMonth, onDay, onEvent }: Props) {
  const { t, format } = useText()
  const today = useToday()
  const { country } = useShop()
  const firstDay = firstWeekday(country)
  const weeks = weeksOf(month, firstDay)
  const [reached, setReached] = useState<string | null>(null)
  const moved = useRef(false)
  const table = useRef<HTMLTableElement>(null)
  const current =
    reached && monthOf(reached) === month
      ? reached
      : monthOf(today) === month
        ? today
        : `${month}-01`

  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    table.current?.querySelector<HTMLElement>(`[data-day="${current}"]`)?.focus()
  }, [current])

  function walk(event: KeyboardEvent, from: string) {
    const next = dayByKey(from, event.key, firstDay)
    if (!next) return
    event.preventDefault()
    moved.current = true
    setReached(next)
    if (monthOf(next) !== month) onMonth(monthOf(next))
  }

  const number = (day: string) => {
    const isToday = day === today
    const text = (
      <Text
        span
        size="sm"
        fw={isToday ? 700 : 400}
        c={monthOf(day) === month ? undefined : 'dimmed'}
        {...(isToday ? { td: 'underline' } : {})}
      >
        {Number(day.slice(8))}
      </Text>
    )
    if (!onDay) return text
    return (
      <UnstyledButton
        data-day={day}
        tabIndex={day === current ? 0 : -1}
        aria-label={t('calendar.addOn', { day: format.weekday(day) })}
        aria-current={isToday ? 'date' : undefined}
        style={{ minWidth: 28, minHeight: 24, paddingInline: 4 }}
        onKeyDown={(event) => walk(event, day)}
        onClick={() => onDay(day)}
      >
        {text}
      </UnstyledButton>
    )
  }

  return (
    <table
      ref={table}
      aria-label={format.month(month)}
      style={{ width: '100%', tableLayout: 'fixed', borderCollapse: 'collapse' }}
    >
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" style={{ padding: 6, textAlign: 'start' }}>
              <Text span size="sm" c="dimmed">
                {format.dayName(day)}
              </Text>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day} style={cellStyle}>
                {number(day)}
                <DayEntries entries={entriesOf(events, day, firstDay)} onEvent={onEvent} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
