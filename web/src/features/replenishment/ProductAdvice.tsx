import { Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { ButtonLink } from '@/shared/ui/links'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { keyOf } from './choice'
import { type Advice, productAdviceQuery } from './queries'

/** What to order of one product, at each location, in a sentence. */
export function ProductAdvice({ product }: { product: number }) {
  const { t, language } = useText()
  const found = useQuery(productAdviceQuery(product, language))
  return (
    <section aria-labelledby="advice" style={{ marginBottom: '1.5rem' }}>
      <Title order={2} id="advice" fz={18} mb="sm">
        {t('reorder.advice')}
      </Title>
      {found.isError ? (
        <ProblemAlert failure={found.error} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <Stack gap="sm">
          {found.data.map((advice) => (
            <OfLocation key={keyOf(advice)} advice={advice} />
          ))}
        </Stack>
      ) : (
        <Skeleton height={90} />
      )}
    </section>
  )
}

function OfLocation({ advice }: { advice: Advice }) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const { quantity, sentences, location_id: place, supplier_name: supplier } = advice
  return (
    <div className="panel" style={{ padding: '1rem 1.25rem' }}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
          <Text fw={600}>
            {[
              several ? nameOf(place) : null,
              quantity > 0
                ? t('reorder.orderNow', { quantity: format.quantity(quantity, advice.unit) })
                : sentences.why_not,
              quantity > 0 ? supplier : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {sentences.date ? (
            <Text size="sm" c="dimmed">
              {sentences.date}
            </Text>
          ) : null}
        </div>
        <ButtonLink
          to="/forecast"
          search={{ why: keyOf(advice), ...(quantity > 0 ? {} : { view: 'rest' as const }) }}
          variant="default"
          size="sm"
        >
          {t('reorder.why')}
        </ButtonLink>
      </Group>
    </div>
  )
}
