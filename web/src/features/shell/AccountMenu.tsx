import { ActionIcon, Button, useMantineColorScheme } from '@mantine/core'
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { chooseLanguage, useText } from '@/shared/i18n'
import { DropMenu } from '@/shared/ui/DropMenu'
import { useUser } from '@/shared/user'

type Props = { onSignOut: () => void; wide?: boolean }

const schemes = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceDesktop },
] as const
const languages = [
  { value: 'fr', name: 'Français' },
  { value: 'en', name: 'English' },
] as const

/** Who is signed in, and what belongs to the person rather than to a page. */
export function AccountMenu({ onSignOut, wide }: Props) {
  const { t, language } = useText()
  const { user, mayAdminister } = useUser()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const name = user?.name ?? ''
  const label = t('nav.account', { name })
  const chosen = <IconCheck size={16} aria-hidden />
  return (
    <DropMenu
      position={wide ? 'top-start' : 'bottom-end'}
      width={220}
      target={
        wide ? (
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            fullWidth
            justify="flex-start"
            leftSection={<IconUserCircle size={20} stroke={1.7} aria-hidden />}
          >
            <span style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{name}</span>
          </Button>
        ) : (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label}>
            <IconUserCircle size={24} stroke={1.6} aria-hidden />
          </ActionIcon>
        )
      }
    >
      {(Menu) => (
        <>
          {user ? <Menu.Label>{`${user.email} · ${t(`roles.${user.role}`)}`}</Menu.Label> : null}
          <Menu.Item
            leftSection={<IconUserCircle size={16} aria-hidden />}
            onClick={() => void navigate({ to: '/settings/account' })}
          >
            {t('nav.myAccount')}
          </Menu.Item>
          {mayAdminister ? (
            <Menu.Item
              leftSection={<IconUsers size={16} aria-hidden />}
              onClick={() => void navigate({ to: '/settings/people' })}
            >
              {t('nav.people')}
            </Menu.Item>
          ) : null}
          <Menu.Divider />
          <Menu.Label>{t('nav.language')}</Menu.Label>
          {languages.map(({ value, name: own }) => (
            <Menu.Item
              key={value}
              lang={value}
              rightSection={value === language ? chosen : null}
              onClick={() => chooseLanguage(value)}
            >
              {own}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('nav.theme')}</Menu.Label>
          {schemes.map(({ value, icon: Icon }) => (
            <Menu.Item
              key={value}
              leftSection={<Icon size={16} aria-hidden />}
              rightSection={value === colorScheme ? chosen : null}
              onClick={() => setColorScheme(value)}
            >
              {t(`nav.${value}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
            {t('nav.signOut')}
          </Menu.Item>
        </>
      )}
    </DropMenu>
  )
}
