import { createFileRoute } from '@tanstack/react-router'
import { CalendarPage } from '@/features/calendar/CalendarPage'
import { readCalendarSearch } from '@/features/calendar/search'

export const Route = createFileRoute('/_auth/forecast/calendar')({
  validateSearch: readCalendarSearch,
  component: Calendar,
})

function Calendar() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return <CalendarPage search={search} onSearch={(next) => void navigate({ search: next })} />
}
