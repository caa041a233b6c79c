import { UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useText } from '@/shared/i18n'
import { useUser } from '@/shared/user'
import { activeOptions, placesOf } from './navigation'
import classes from './Shell.module.css'

/** At the foot of a phone, where a thumb reaches: the four places most used, and all others behind one. */
export function TabBar({ onMore }: { onMore: () => void }) {
  const { t } = useText()
  const { user } = useUser()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const { tabs, rest } = placesOf(user?.role)
  const isAmongRest =
    rest.some(({ to }) => path === to || path.startsWith(`${to}/`)) &&
    tabs.every(({ to }) => path !== to)
  return (
    <nav className={classes.tabs} aria-label={t('nav.label')}>
      {tabs.map((place) => (
        <Link
          key={place.to}
          to={place.to}
          className={classes.tab}
          activeOptions={activeOptions(place)}
        >
          <place.icon size={22} stroke={1.6} aria-hidden />
          {t('short' in place ? place.short : place.label)}
        </Link>
      ))}
      <UnstyledButton
        className={classes.tab}
        aria-haspopup="dialog"
        onClick={onMore}
        {...(isAmongRest ? { 'data-status': 'active' } : {})}
      >
        <IconDots size={22} stroke={1.6} aria-hidden />
        {t('nav.more')}
      </UnstyledButton>
    </nav>
  )
}
