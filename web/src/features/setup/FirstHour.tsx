import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { ButtonLink } from '@/shared/ui/links'
import { useSteps } from './use-steps'

/** What a new shop does first, one page after the other; each can be left out. */
export function FirstHour({ onHide }: { onHide: () => void }) {
  const { t } = useText()
  const steps = useSteps()
  const next = steps?.find(({ done }) => !done)
  return (
    <section
      className="panel"
      aria-labelledby="first-hour"
      style={{ padding: '1.25rem', marginBottom: '1.25rem' }}
    >
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2} id="first-hour" fz={18}>
            {t('setup.firstHour')}
          </Title>
          <Text c="dimmed" size="sm">
            {t(next ? 'setup.firstHourText' : 'setup.allDone')}
          </Text>
        </div>
        <Button variant="subtle" size="compact-sm" onClick={onHide}>
          {t('setup.hide')}
        </Button>
      </Group>
      {steps ? (
        <ol style={{ listStyle: 'none', margin: '1rem 0 0', padding: 0 }}>
          {steps.map((step) => {
            const Icon = step.done ? IconCircleCheck : IconCircle
            const isNext = step === next
            return (
              <li key={step.key} style={{ padding: '0.6rem 0' }}>
                <Group justify="space-between" gap="sm">
                  <Group gap="sm" wrap="nowrap" align="flex-start" style={{ flex: '1 1 18rem' }}>
                    <Icon
                      size={22}
                      aria-hidden
                      color={`var(--mantine-color-${step.done ? 'pine-text' : 'dimmed'})`}
                    />
                    <div>
                      <Text fw={isNext ? 600 : 500}>
                        {t(`setup.steps.${step.key}`)}
                        {step.done ? (
                          <Text span size="sm" c="dimmed">
                            {` · ${t('setup.done')}`}
                          </Text>
                        ) : null}
                      </Text>
                      <Text size="sm" c="dimmed">
                        {t(`setup.stepTexts.${step.key}`)}
                      </Text>
                    </div>
                  </Group>
                  <ButtonLink to={step.to} size="sm" variant={isNext ? 'filled' : 'default'}>
                    {t(`setup.actions.${step.key}`)}
                  </ButtonLink>
                </Group>
              </li>
            )
          })}
        </ol>
      ) : (
        <Skeleton height={320} mt="md" />
      )}
    </section>
  )
}
