import type { CalendarEvent } from '@/shared/calendar'
import { useText } from '@/shared/i18n'

/** How the days of an entry are said. */
export function useEventText() {
  const { t, format } = useText()
  const days = ({ first_day, last_day }: CalendarEvent) =>
    first_day === last_day
      ? format.day(first_day)
      : t('common.period', { from: format.day(first_day), to: format.day(last_day) })
  return { days }
}
