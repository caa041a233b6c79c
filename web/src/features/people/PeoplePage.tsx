import { ActionIcon, Badge, Button, Group, Stack, Title } from '@mantine/core'
import { IconDots, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuthUserListed } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { SignInRule } from '@/shared/second-factor/SignInRule'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DropMenu } from '@/shared/ui/DropMenu'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { useUser } from '@/shared/user'
import { Invitations } from './Invitations'
import { PER_PAGE, usersQuery } from './queries'

const InviteDialog = lateDialog(() => import('./InviteDialog').then((part) => part.InviteDialog))

const dialogs = {
  role: lateDialog(() => import('./PersonDialogs').then((part) => part.RoleDialog)),
  active: lateDialog(() => import('./PersonDialogs').then((part) => part.ActiveDialog)),
  reset: lateDialog(() => import('./PersonDialogs').then((part) => part.ResetDialog)),
  factor: lateDialog(() => import('./PersonDialogs').then((part) => part.FactorDialog)),
  sessions: lateDialog(() => import('./SessionsDialog').then((part) => part.SessionsDialog)),
  erase: lateDialog(() => import('./PersonDialogs').then((part) => part.EraseDialog)),
}
type Act = keyof typeof dialogs
type Doing = { act: Act; person: AuthUserListed }

/** Who may come in and what they may do: an administrator's to change. */
export function PeoplePage() {
  const { t } = useText()
  const { mayAdminister } = useUser()
  return mayAdminister ? (
    <People />
  ) : (
    <PageHeader title={t('people.title')} subtitle={t('people.adminsOnly')} />
  )
}

function People() {
  const { t } = useText()
  const [page, setPage] = useState(1)
  const [inviting, setInviting] = useState(false)
  const [doing, act] = useState<Doing | null>(null)
  const list = useQuery(usersQuery(page))
  const { columns, phoneRow } = usePeopleColumns(act)
  const ActDialog = doing ? dialogs[doing.act] : null
  return (
    <>
      <PageHeader title={t('people.title')} subtitle={t('people.subtitle')}>
        <Button
          leftSection={<IconUserPlus size={18} aria-hidden />}
          onClick={() => setInviting(true)}
        >
          {t('people.invite')}
        </Button>
      </PageHeader>
      <SettingsTabs />
      <ListPanel
        name="people"
        label={t('people.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page, limit: PER_PAGE, onChange: setPage }}
      />
      {/* Drawn once the people above have the room they need. */}
      {list.isPending ? null : (
        <>
          <Title order={2} fz={18} mt="xl" mb="md">
            {t('people.invitations')}
          </Title>
          <Invitations />
          <Stack mt="xl">
            <SignInRule />
          </Stack>
        </>
      )}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {doing && ActDialog ? <ActDialog person={doing.person} onClose={() => act(null)} /> : null}
    </>
  )
}

function usePeopleColumns(onAct: (doing: Doing) => void) {
  const { t, format } = useText()
  const { user } = useUser()
  const name = (person: AuthUserListed) => (
    <Group gap="xs">
      {person.erased ? t('common.person', { id: person.id }) : person.name}
      {person.id === user?.id ? (
        <Badge variant="light" tt="none">
          {t('people.you')}
        </Badge>
      ) : null}
      {person.active ? null : (
        <Badge color="gray" variant="light" tt="none">
          {t(person.erased ? 'people.isErased' : 'people.inactive')}
        </Badge>
      )}
    </Group>
  )
  const role = (person: AuthUserListed) => t(`roles.${person.role}`)
  const email = (person: AuthUserListed) => (person.erased ? null : person.email)
  const seen = ({ last_seen_at: at }: AuthUserListed) => (at ? format.lately(at) : '–')
  const menu = (person: AuthUserListed) =>
    person.erased ? null : (
      <DropMenu
        position="bottom-end"
        target={
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('people.actions', { name: person.name })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        }
      >
        {(Menu) => (
          <>
            <Menu.Item onClick={() => onAct({ act: 'role', person })}>
              {t('people.changeRole')}
            </Menu.Item>
            <Menu.Item onClick={() => onAct({ act: 'sessions', person })}>
              {t('people.sessions')}
            </Menu.Item>
            <Menu.Item onClick={() => onAct({ act: 'reset', person })}>
              {t('people.resetLink')}
            </Menu.Item>
            <Menu.Item onClick={() => onAct({ act: 'factor', person })}>
              {t('signInRule.removeFrom')}
            </Menu.Item>
            <Menu.Item onClick={() => onAct({ act: 'active', person })}>
              {t(person.active ? 'people.deactivate' : 'people.reactivate')}
            </Menu.Item>
            <Menu.Item
              c="var(--mantine-color-error)"
              onClick={() => onAct({ act: 'erase', person })}
            >
              {t('people.erase')}
            </Menu.Item>
          </>
        )}
      </DropMenu>
    )
  const columns: Column<AuthUserListed>[] = [
    { key: 'name', title: t('auth.name'), words: true, cell: name },
    { key: 'email', title: t('auth.email'), cell: email },
    { key: 'role', title: t('people.role'), cell: role },
    { key: 'seen', title: t('people.lastSeen'), fixed: true, cell: seen },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: menu },
  ]
  const phoneRow = (person: AuthUserListed): PhoneRow => ({
    title: name(person),
    value: menu(person),
    detail: email(person),
    extra: role(person),
  })
  return { columns, phoneRow }
}
