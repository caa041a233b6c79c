import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '@/api/errors'
import { singleSignOn } from '@/api/session'
import { useText } from '@/shared/i18n'
import { signInOptionsQuery } from '@/shared/sign-in-options'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { meQuery } from '@/shared/user'
import { CreateAccountForm } from './CreateAccountForm'
import { Door } from './Door'
import { ForgottenForm } from './ForgottenForm'
import { PasskeyButton } from './PasskeyButton'
import { SetupDoor } from './SetupDoor'
import { SignInForm } from './SignInForm'

export type Way = 'create' | 'forgotten'
type Props = {
  next: string
  ended: boolean
  /** Why the provider of accounts let nobody in. */
  refused: string | undefined
  way: Way | undefined
}

/** The door: sign in, create an account where strangers may, or ask for a new password. */
export function SignInPage({ next, ended, refused: why, way: wanted }: Props) {
  const { t } = useText()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { data: options, isError } = useQuery(signInOptionsQuery)
  const [weak, setWeak] = useState(false)
  const [setupToken, setSetupToken] = useState('')
  const [ready, setReady] = useState(false)
  // A form that would only be refused is not offered; what is not known yet is waited for.
  const closed = options?.has_admin === true && options.registration !== 'open'
  const mayCreate = isError || (options !== undefined && !closed)
  const byMail = options?.reset_by_email === true
  const refused = wanted === 'create' ? closed : options !== undefined && !byMail
  const way = refused ? undefined : wanted

  const go = (href: string) => void router.navigate({ href, replace: true })

  async function enter() {
    queryClient.clear()
    const me = await queryClient.fetchQuery(meQuery).catch(() => null)
    if (me?.password_weak) setWeak(true)
    else go(next)
  }

  if (weak) {
    return (
      <Door title={t('auth.weakTitle')}>
        <Alert color="yellow" variant="light" role="alert">
          <Text size="sm">{t('auth.weak')}</Text>
        </Alert>
        <Button onClick={() => go('/settings/account')} autoFocus>
          {t('auth.changePassword')}
        </Button>
        <Button variant="default" onClick={() => go(next)}>
          {t('auth.later')}
        </Button>
      </Door>
    )
  }
  if (setupToken) {
    return (
      <SetupDoor
        setupToken={setupToken}
        onDone={() => {
          setSetupToken('')
          setReady(true)
        }}
      />
    )
  }
  if (way === 'forgotten') {
    return (
      <Door title={t('auth.forgotten')}>
        <ForgottenForm />
        <Turn way={undefined}>{t('auth.back')}</Turn>
      </Door>
    )
  }
  return (
    <Door title={t(way === 'create' ? 'auth.start' : 'auth.welcome')}>
      {ended ? (
        <Alert color="yellow" variant="light" role="status">
          <Text size="sm">{t('auth.ended')}</Text>
        </Alert>
      ) : null}
      {why ? <ProblemAlert failure={new ApiError({ status: 403, code: why })} /> : null}
      {ready ? (
        <Alert color="pine" variant="light" role="status">
          <Text size="sm">{t('secondFactor.ready')}</Text>
        </Alert>
      ) : null}
      {way === 'create' ? (
        <CreateAccountForm onDone={() => void enter()} />
      ) : (
        <>
          <SignInForm onDone={() => void enter()} onSetup={setSetupToken} />
          <PasskeyButton onDone={() => void enter()} />
          {options?.single_sign_on ? (
            <Button variant="default" fullWidth component="a" href={singleSignOn(next)}>
              {t('auth.singleSignOn', { provider: options.single_sign_on })}
            </Button>
          ) : null}
        </>
      )}
      <Stack gap="xs" align="center">
        {way === 'create' ? <Turn way={undefined}>{t('auth.haveAccount')}</Turn> : null}
        {way === undefined && mayCreate ? (
          <Turn way="create">{t('auth.createAccount')}</Turn>
        ) : null}
        {way === undefined && byMail ? <Turn way="forgotten">{t('auth.forgotten')}</Turn> : null}
        {way === undefined && options && !byMail ? (
          <Text size="sm" c="dimmed" ta="center">
            {t('auth.askAdmin')}
          </Text>
        ) : null}
        {closed ? (
          <Text size="sm" c="dimmed" ta="center">
            {t('auth.invited')}
          </Text>
        ) : null}
      </Stack>
    </Door>
  )
}

/** To another of the door's forms. */
function Turn({ way, children }: { way: Way | undefined; children: string }) {
  const navigate = useNavigate()
  return (
    <Anchor
      component="button"
      type="button"
      ta="center"
      onClick={() =>
        void navigate({
          to: '/sign-in',
          search: (before) => ({
            ...before,
            create: way === 'create' ? true : undefined,
            forgotten: way === 'forgotten' ? true : undefined,
          }),
        })
      }
    >
      {children}
    </Anchor>
  )
}
