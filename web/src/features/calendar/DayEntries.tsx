import { UnstyledButton } from '@mantine/core'
import type { CalendarEvent } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import { eventColours } from './event'
import type { DayEntry } from './month'
import { useEventText } from './use-event-text'

type Props = {
  entries: readonly DayEntry[]
  onEvent: ((event: CalendarEvent) => void) | undefined
}

/** What is on one day. An entry of several days is one stop for the keyboard in each week. */
export function DayEntries({ entries, onEvent }: Props) {
  const { t } = useText()
  const { days } = useEventText()
  return entries.map(({ event, named }) => {
    const colour = eventColours[event.kind]
    const style = {
      display: 'block',
      width: '100%',
      minHeight: 24,
      marginTop: 2,
      padding: '2px 6px',
      borderRadius: 4,
      fontSize: 'var(--mantine-font-size-xs)',
      background: `var(--mantine-color-${colour}-light)`,
      color: `var(--mantine-color-${colour}-light-color)`,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    } as const
    const said = t('calendar.entry', {
      kind: t(`calendar.kinds.${event.kind}`),
      name: event.name,
      days: days(event),
    })
    const text = named ? event.name : '\u00a0'
    const key = event.id ?? `${event.first_day} ${event.name}`
    return onEvent && event.id !== null ? (
      <UnstyledButton
        key={key}
        style={style}
        title={said}
        aria-label={said}
        tabIndex={named ? 0 : -1}
        onClick={() => onEvent(event)}
      >
        {text}
      </UnstyledButton>
    ) : (
      <span key={key} style={style} title={said}>
        {text}
      </span>
    )
  })
}
