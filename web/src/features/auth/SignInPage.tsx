import { Alert, Anchor, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { chooseLanguage, type Language, useText } from '@/shared/i18n'
import { Logo } from '@/shared/ui/Logo'
import { useDocumentTitle } from '@/shared/ui/use-document-title'
import { CreateAccountForm } from './CreateAccountForm'
import { SignInForm } from './SignInForm'
import classes from './SignInPage.module.css'

type Props = { next: string; ended: boolean; create: boolean }

/** The door: sign in, or create an account. */
export function SignInPage({ next, ended, create }: Props) {
  const { t, language } = useText()
  const router = useRouter()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const title = t(create ? 'auth.start' : 'auth.welcome')
  useDocumentTitle(title)

  function enter() {
    queryClient.clear()
    void router.navigate({ href: next, replace: true })
  }

  return (
    <main className={classes.page}>
      <Stack className={classes.card} gap="lg">
        <div className={classes.brand}>
          <Logo size={36} />
          <div>
            <Text fw={700} size="lg" lh={1.2}>
              {t('app.name')}
            </Text>
            <Text size="sm" c="dimmed">
              {t('app.tagline')}
            </Text>
          </div>
        </div>
        <Title order={1} fz={22}>
          {title}
        </Title>
        {ended ? (
          <Alert color="yellow" variant="light" role="status">
            <Text size="sm">{t('auth.ended')}</Text>
          </Alert>
        ) : null}
        {create ? <CreateAccountForm onDone={enter} /> : <SignInForm onDone={enter} />}
        <Anchor
          component="button"
          type="button"
          ta="center"
          onClick={() =>
            void navigate({
              to: '/sign-in',
              search: (before) => ({ ...before, create: create ? undefined : true }),
            })
          }
        >
          {t(create ? 'auth.haveAccount' : 'auth.createAccount')}
        </Anchor>
      </Stack>
      <SegmentedControl
        aria-label={t('nav.language')}
        size="xs"
        value={language}
        onChange={(value) => chooseLanguage(value as Language)}
        data={[
          { value: 'fr', label: 'Français' },
          { value: 'en', label: 'English' },
        ]}
      />
    </main>
  )
}
