import { Alert, SimpleGrid, Stack } from '@mantine/core'
import { inFirstHour } from '@/shared/first-hour'
import { useText } from '@/shared/i18n'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { EmitterForm } from './EmitterForm'
import { Jobs } from './Jobs'
import { SyntheticForm } from './SyntheticForm'
import type { JobSearch } from './search'
import { UploadForm } from './UploadForm'
import { useSamples } from './use-samples'

type Props = { search: JobSearch; onSearch: (change: JobSearch) => void }

/** Where sales history comes from. */
export function DataPage(list: Props) {
  const { t } = useText()
  const { user, mayManage } = useUser()
  const samples = useSamples()
  return (
    <>
      <PageHeader title={t('data.title')} subtitle={t('data.intro')}>
        {inFirstHour() ? (
          <ButtonLink to="/" variant="default">
            {t('data.firstHour')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      {user && !mayManage ? (
        <Alert color="yellow" variant="light">
          {t('data.forbidden')}
        </Alert>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, md: 2 }} mb="xl" style={{ alignItems: 'start' }}>
            <UploadForm />
            {samples.shown ? (
              <Stack>
                <SyntheticForm />
                <EmitterForm />
              </Stack>
            ) : null}
          </SimpleGrid>
          {/* Seen once it is known what stands above it. */}
          <div style={samples.isPending ? { visibility: 'hidden' } : undefined}>
            <Jobs {...list} />
          </div>
        </>
      )}
    </>
  )
}
