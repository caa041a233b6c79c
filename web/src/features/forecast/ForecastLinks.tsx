import {
  IconBell,
  IconCalendarEvent,
  IconHistory,
  IconSum,
  IconTarget,
  IconTargetArrow,
} from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { ButtonLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'

/** What is about all forecasts: their totals, the calendar they heed, and how they did. */
export function ForecastLinks() {
  const { t } = useText()
  const { mayManage } = useUser()
  return (
    <>
      <ButtonLink
        to="/forecast/alerts"
        variant="default"
        leftSection={<IconBell size={18} aria-hidden />}
      >
        {t('alerts.title')}
      </ButtonLink>
      <ButtonLink
        to="/forecast/total"
        variant="default"
        leftSection={<IconSum size={18} aria-hidden />}
      >
        {t('totals.title')}
      </ButtonLink>
      <ButtonLink
        to="/forecast/calendar"
        variant="default"
        leftSection={<IconCalendarEvent size={18} aria-hidden />}
      >
        {t('calendar.title')}
      </ButtonLink>
      <ButtonLink
        to="/forecast/accuracy"
        variant="default"
        leftSection={<IconTargetArrow size={18} aria-hidden />}
      >
        {t('accuracy.title')}
      </ButtonLink>
      {mayManage ? (
        <>
          <ButtonLink
            to="/settings/targets"
            variant="default"
            leftSection={<IconTarget size={18} aria-hidden />}
          >
            {t('targets.title')}
          </ButtonLink>
          <ButtonLink
            to="/forecast/replay"
            variant="default"
            leftSection={<IconHistory size={18} aria-hidden />}
          >
            {t('replay.title')}
          </ButtonLink>
        </>
      ) : null}
    </>
  )
}
