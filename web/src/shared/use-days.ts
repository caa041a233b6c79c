import { addDays } from './day'
import { useText } from './i18n'
import { useToday } from './shop/use-shop'

/** Days as people say them: the next two by their distance, others by their date. */
export function useDays() {
  const { t, format } = useText()
  const today = useToday()
  const near = (day: string) =>
    day === today
      ? t('reorder.today')
      : day === addDays(today, 1)
        ? t('reorder.tomorrow')
        : format.weekday(day)
  return { today, near }
}
