import { createFileRoute } from '@tanstack/react-router'
import { CalendarPage } from '@/features/calendar/CalendarPage'
import { monthOf, weeksOf } from '@/features/calendar/month'
import { readCalendarSearch } from '@/features/calendar/search'
import { calendarQuery } from '@/shared/calendar'
import { dayIn } from '@/shared/day'
import { chosenLanguage } from '@/shared/i18n'
import { firstWeekday } from '@/shared/i18n/locale'
import { shopQuery } from '@/shared/shop/queries'
import { isPhone } from '@/shared/ui/use-phone'

export const Route = createFileRoute('/_auth/forecast/calendar')({
  staticData: { says: ['planning'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readCalendarSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    const read = (days: string[]) =>
      queryClient.prefetchQuery(calendarQuery(chosenLanguage(), days[0], days.at(-1)))
    if (isPhone() || deps.view === 'list') {
      void queryClient.prefetchQuery(calendarQuery(chosenLanguage(), undefined))
    } else {
      // Which month it is, and where its weeks begin, the shop says; without a shop the page's frame
      // says what is wrong.
      queryClient.ensureQueryData(shopQuery).then(
        ({ time_zone, country }) => {
          const month = deps.month ?? monthOf(dayIn(time_zone, new Date()))
          return read(weeksOf(month, firstWeekday(country)).flat())
        },
        () => undefined,
      )
    }
  },
  component: Calendar,
})

function Calendar() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return <CalendarPage search={search} onSearch={(next) => void navigate({ search: next })} />
}
