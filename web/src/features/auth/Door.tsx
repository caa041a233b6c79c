import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { chooseLanguage, type Language, useText } from '@/shared/i18n'
import { Logo } from '@/shared/ui/Logo'
import { useDocumentTitle } from '@/shared/ui/use-document-title'
import classes from './Door.module.css'

/** What surrounds each page for people who are not signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, language } = useText()
  useDocumentTitle(title)
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
        {children}
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
