import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useText } from '@/shared/i18n'
import { Logo } from '@/shared/ui/Logo'
import { useUser } from '@/shared/user'
import { AccountMenu } from './AccountMenu'
import { activeOptions, placesOf } from './navigation'
import classes from './Shell.module.css'
import { TabBar } from './TabBar'
import { paletteKeys, useShortcuts } from './use-shortcuts'

type Props = { onSignOut: () => void; children: ReactNode }

/** What surrounds every page: the menu at the side, or at the bottom where a thumb reaches it. */
export function Shell({ onSignOut, children }: Props) {
  const { t } = useText()
  const { user } = useUser()
  const { openPalette, openMore, opened } = useShortcuts()
  useEffect(() => void import('@/shared/theme/on-paper').catch(() => undefined), [])
  const { visible } = placesOf(user?.role)
  const brand = (
    <Link to="/" className={classes.brand} activeProps={{}}>
      <Logo />
      {t('app.name')}
    </Link>
  )
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#content">
        {t('nav.skip')}
      </a>
      <aside className={classes.side}>
        {brand}
        <UnstyledButton className={classes.search} onClick={openPalette}>
          <IconSearch size={16} aria-hidden />
          <span>{t('palette.open')}</span>
          <Kbd size="xs" aria-hidden>
            {paletteKeys}
          </Kbd>
        </UnstyledButton>
        <nav aria-label={t('nav.label')}>
          {visible.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              className={classes.place}
              activeOptions={activeOptions(place)}
            >
              <place.icon size={20} stroke={1.7} aria-hidden />
              {t(place.label)}
            </Link>
          ))}
        </nav>
        <div className={classes.bottom}>
          <AccountMenu onSignOut={onSignOut} wide />
        </div>
      </aside>
      <header className={classes.top}>
        {brand}
        <div className={classes.corner}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('palette.title')}
            onClick={openPalette}
          >
            <IconSearch size={22} stroke={1.6} aria-hidden />
          </ActionIcon>
          <AccountMenu onSignOut={onSignOut} />
        </div>
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        <div className={classes.content}>{children}</div>
      </main>
      <TabBar onMore={openMore} />
      {opened}
    </div>
  )
}
