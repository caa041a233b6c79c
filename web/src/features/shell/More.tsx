import { Drawer } from '@mantine/core'
import { IconUserCircle, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useText } from '@/shared/i18n'
import { useUser } from '@/shared/user'
import { activeOptions, placesOf } from './navigation'
import classes from './Shell.module.css'

/** On a phone: the places that have no tab, by their names. */
export function More({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const { user, mayAdminister } = useUser()
  const { rest } = placesOf(user?.role)
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t('nav.more')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <nav aria-label={t('nav.more')}>
        {rest.map((place) => (
          <Link
            key={place.to}
            to={place.to}
            className={classes.place}
            activeOptions={activeOptions(place)}
            onClick={onClose}
          >
            <place.icon size={20} stroke={1.7} aria-hidden />
            {t(place.label)}
          </Link>
        ))}
        {mayAdminister ? (
          <Link to="/settings/people" className={classes.place} onClick={onClose}>
            <IconUsers size={20} stroke={1.7} aria-hidden />
            {t('nav.people')}
          </Link>
        ) : null}
        <Link to="/settings/account" className={classes.place} onClick={onClose}>
          <IconUserCircle size={20} stroke={1.7} aria-hidden />
          {t('nav.myAccount')}
        </Link>
      </nav>
    </Drawer>
  )
}
