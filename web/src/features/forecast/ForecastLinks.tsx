import { Button, Group } from '@mantine/core'
import {
  IconBell,
  IconCalendarEvent,
  IconChevronDown,
  IconHistory,
  IconSum,
  IconTarget,
  IconTargetArrow,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useText } from '@/shared/i18n'
import { DropMenu } from '@/shared/ui/DropMenu'
import { ButtonLink } from '@/shared/ui/links'
import { usePhone } from '@/shared/ui/use-phone'
import { useUser } from '@/shared/user'

const places = [
  { to: '/forecast/alerts', title: 'alerts.title', icon: IconBell, manage: false },
  { to: '/forecast/total', title: 'totals.title', icon: IconSum, manage: false },
  { to: '/forecast/calendar', title: 'calendar.title', icon: IconCalendarEvent, manage: false },
  { to: '/forecast/accuracy', title: 'accuracy.title', icon: IconTargetArrow, manage: false },
  { to: '/settings/targets', title: 'targets.title', icon: IconTarget, manage: true },
  { to: '/forecast/replay', title: 'nav.replay', icon: IconHistory, manage: true },
] as const

/**
 * What is about all forecasts: their totals, the calendar they heed, what advice aims at, and how
 * they did, in a line of its own. On a phone one button stands for all of them, so that the list
 * is in sight.
 */
export function ForecastLinks() {
  const { t } = useText()
  const { mayManage } = useUser()
  const phone = usePhone()
  const shown = places.filter(({ manage }) => mayManage || !manage)
  if (!phone) {
    return (
      <Group component="nav" gap={4} mb="md" ml={-8} aria-label={t('forecast.about')}>
        {shown.map(({ to, title, icon: Icon }) => (
          <ButtonLink
            key={to}
            to={to}
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<Icon size={16} aria-hidden />}
          >
            {t(title)}
          </ButtonLink>
        ))}
      </Group>
    )
  }
  return (
    <DropMenu
      position="bottom-start"
      target={
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t('forecast.more')}
        </Button>
      }
    >
      {(Menu) => (
        <>
          {shown.map(({ to, title, icon: Icon }) => (
            <Menu.Item
              key={to}
              component={Link}
              to={to}
              leftSection={<Icon size={18} aria-hidden />}
            >
              {t(title)}
            </Menu.Item>
          ))}
        </>
      )}
    </DropMenu>
  )
}
