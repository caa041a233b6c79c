import { ActionIcon, Button, Group, Skeleton, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type CalendarEvent, calendarQuery } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import { firstWeekday } from '@/shared/i18n/locale'
import { useShop, useToday } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { MonthGrid } from './MonthGrid'
import { addMonths, type Month, monthOf, weeksOf } from './month'

type Props = {
  month: Month
  onMonth: (month: Month) => void
  onDay: ((day: string) => void) | undefined
  onEvent: ((event: CalendarEvent) => void) | undefined
}

/** One month of the calendar, and the way to others. */
export function MonthPart({ month, onMonth, onDay, onEvent }: Props) {
  const { t, format, language } = useText()
  const today = useToday()
  const { country } = useShop()
  const days = weeksOf(month, firstWeekday(country)).flat()
  const events = useQuery(calendarQuery(language, days[0], days.at(-1)))
  if (events.isError) {
    return <ProblemAlert failure={events.error} onRetry={() => void events.refetch()} />
  }
  return (
    <section aria-labelledby="month" className="panel" style={{ padding: '1rem' }}>
      <Group justify="space-between" mb="sm">
        <Title order={2} id="month" fz={18} aria-live="polite">
          {format.month(month)}
        </Title>
        <Group gap={4}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('calendar.previous')}
            onClick={() => onMonth(addMonths(month, -1))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <Button variant="default" size="sm" onClick={() => onMonth(monthOf(today))}>
            {t('calendar.thisMonth')}
          </Button>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('calendar.next')}
            onClick={() => onMonth(addMonths(month, 1))}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {events.data ? (
        <MonthGrid
          month={month}
          events={events.data.rows}
          onMonth={onMonth}
          onDay={onDay}
          onEvent={onEvent}
        />
      ) : (
        <Skeleton height={560} />
      )}
    </section>
  )
}
