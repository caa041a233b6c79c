import { Badge, Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconCheck, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { productsGetCountReportCsv } from '@/api/gen/sdk.gen'
import { useDownload } from '@/shared/download'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { Facts } from '@/shared/ui/Facts'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ReasonDialog } from '@/shared/ui/ReasonDialog'
import { useUser } from '@/shared/user'
import { CountSheet } from './CountSheet'
import { CountBadge } from './CountsPage'
import { useCancelCount } from './mutations'
import { type Count, countQuery, type LineFilter, reportQuery } from './queries'

const PostDialog = lateDialog(() => import('./PostDialog').then((part) => part.PostDialog))

type Props = {
  id: number
  show: NonNullable<LineFilter['show']>
  page: number
  onSearch: (change: { show?: NonNullable<LineFilter['show']>; page?: number | undefined }) => void
}

/** One count: its sheet to be filled by whoever counts, and what came of it. */
export function CountPage({ id, ...search }: Props) {
  const { t } = useText()
  const count = useQuery(countQuery(id))
  if (count.isError) {
    return <ProblemAlert failure={count.error} onRetry={() => void count.refetch()} />
  }
  return (
    <>
      <TextLink to="/counts" size="sm" display="inline-block" mb="xs">
        {t('counts.title')}
      </TextLink>
      {count.data ? (
        <>
          <Header count={count.data} />
          <Stack>
            <Variance count={count.data} />
            <CountSheet count={count.data} {...search} />
          </Stack>
        </>
      ) : (
        <Skeleton height={320} />
      )}
    </>
  )
}

function Header({ count }: { count: Count }) {
  const { t } = useText()
  const { mayManage } = useUser()
  const { several, nameOf } = useLocations()
  const [asking, ask] = useState<'post' | 'cancel' | null>(null)
  const cancel = useCancelCount(count.id)
  const open = count.status === 'open'
  return (
    <>
      <PageHeader
        title={t('counts.one', { id: count.id })}
        subtitle={
          <Group gap="xs">
            {several ? nameOf(count.location_id) : null}
            <CountBadge count={count} />
            {count.blind ? (
              <Badge color="gray" variant="light" tt="none">
                {t('counts.isBlind')}
              </Badge>
            ) : null}
            {t('counts.progress', { counted: count.counted, lines: count.lines })}
          </Group>
        }
      >
        {mayManage && open ? (
          <>
            <Button variant="default" onClick={() => ask('cancel')}>
              {t('counts.cancel')}
            </Button>
            <Button leftSection={<IconCheck size={18} aria-hidden />} onClick={() => ask('post')}>
              {t('counts.post')}
            </Button>
          </>
        ) : null}
      </PageHeader>
      {asking === 'post' ? <PostDialog count={count} onClose={() => ask(null)} /> : null}
      {asking === 'cancel' ? (
        <ReasonDialog
          title={t('counts.cancelTitle', { id: count.id })}
          text={t('counts.cancelText')}
          action={t('counts.cancel')}
          done={t('counts.cancelled', { id: count.id })}
          act={cancel}
          onClose={() => ask(null)}
        />
      ) : null}
    </>
  )
}

/** None at all is neither more nor less. */
const sign = (mark: '+' | '−', units: number) => (units === 0 ? '' : mark)

/** The variance in units and money: managers only, since it says what is expected. */
export function Variance({ count }: { count: Count }) {
  const { t, format } = useText()
  const { mayManage } = useUser()
  const report = useQuery({ ...reportQuery(count.id), enabled: mayManage })
  const download = useDownload(
    () => productsGetCountReportCsv({ path: { count_id: count.id }, parseAs: 'blob' }),
    `count-${count.id}.csv`,
  )
  if (mayManage && report.isPending && count.counted > 0) {
    return <Skeleton h={{ base: 175, sm: 116 }} />
  }
  if (!mayManage || !report.data || report.data.counted === 0) return null
  const found = report.data
  const money = (value: number) => format.money(value, found.currency)
  return (
    <section aria-label={t('counts.variance')}>
      <Facts
        facts={[
          [t('counts.differences'), format.integer(found.differences)],
          [
            t('counts.over'),
            `${sign('+', found.units_over)}${format.quantity(found.units_over)} · ${money(found.value_over)}`,
          ],
          [
            t('counts.short'),
            `${sign('−', found.units_short)}${format.quantity(found.units_short)} · ${money(found.value_short)}`,
          ],
          [t('counts.worth'), money(found.value)],
          [t('counts.unvalued'), found.unvalued > 0 ? format.integer(found.unvalued) : null],
        ]}
      />
      <Button
        mt="xs"
        size="compact-sm"
        variant="subtle"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {t('counts.report')}
      </Button>
    </section>
  )
}
