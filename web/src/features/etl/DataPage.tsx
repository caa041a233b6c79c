import { Alert, SimpleGrid, Stack } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { EmitterForm } from './EmitterForm'
import { Jobs } from './Jobs'
import { SyntheticForm } from './SyntheticForm'
import { UploadForm } from './UploadForm'

/** Where sales history comes from. */
export function DataPage() {
  const { t } = useText()
  const { user, mayManage } = useUser()
  return (
    <>
      <PageHeader title={t('data.title')} subtitle={t('data.intro')} />
      {user && !mayManage ? (
        <Alert color="yellow" variant="light">
          {t('data.forbidden')}
        </Alert>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, md: 2 }} mb="xl" style={{ alignItems: 'start' }}>
            <UploadForm />
            <Stack>
              <SyntheticForm />
              <EmitterForm />
            </Stack>
          </SimpleGrid>
          <Jobs />
        </>
      )}
    </>
  )
}
