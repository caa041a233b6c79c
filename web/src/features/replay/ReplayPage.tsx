import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconHistory, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Select } from '@/shared/ui/Select'
import {
  isRunning,
  latestReplayQuery,
  type Replay,
  replayResultQuery,
  useCancelReplay,
  useStartReplay,
} from './queries'
import { Result } from './Result'

const periods = ['28', '90', '180', '365']

/** Would the advice have been worth it? The shop's own past, ordered over again. */
export function ReplayPage() {
  const { t } = useText()
  const [days, setDays] = useState('90')
  const latest = useQuery(latestReplayQuery)
  const start = useStartReplay()
  return (
    <>
      <TextLink to="/forecast" size="sm" display="inline-block" mb="xs">
        {t('reorder.title')}
      </TextLink>
      <PageHeader title={t('replay.title')} subtitle={t('replay.subtitle')} />
      <Group mb="md" gap="sm" align="flex-end">
        <Select
          label={t('replay.period')}
          value={days}
          data={periods.map((value) => ({
            value,
            label: t('replay.days', { count: Number(value) }),
          }))}
          onChange={(value) => value && setDays(value)}
        />
        <Button
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={start.isPending}
          disabled={isRunning(latest.data ?? undefined)}
          onClick={() => start.mutate(Number(days))}
        >
          {t('replay.start')}
        </Button>
      </Group>
      <ProblemAlert failure={start.error} />
      {latest.isError ? (
        <ProblemAlert failure={latest.error} onRetry={() => void latest.refetch()} />
      ) : latest.data === undefined ? (
        <Skeleton height={320} />
      ) : latest.data === null ? (
        <div className="panel">
          <EmptyState icon={IconHistory} title={t('replay.empty')} text={t('replay.emptyText')} />
        </div>
      ) : (
        <Latest replay={latest.data} />
      )}
    </>
  )
}

function Latest({ replay }: { replay: Replay }) {
  const { t, format } = useText()
  const cancel = useCancelReplay()
  const done = replay.status === 'done'
  const result = useQuery({ ...replayResultQuery(replay.id), enabled: done })
  if (isRunning(replay)) {
    return (
      <Stack className="panel" p="lg" gap="sm">
        <Text role="status">
          {t('replay.running', { share: format.percent(replay.progress), count: replay.products })}
        </Text>
        <progress value={replay.progress} aria-label={t('replay.progress')} />
        <Group>
          <Button
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(replay.id)}
          >
            {t('common.cancel')}
          </Button>
        </Group>
        <ProblemAlert failure={cancel.error} />
      </Stack>
    )
  }
  if (!done) {
    return <Text>{t(replay.status === 'failed' ? 'replay.failed' : 'replay.cancelled')}</Text>
  }
  if (result.isError) {
    return <ProblemAlert failure={result.error} onRetry={() => void result.refetch()} />
  }
  return result.data ? <Result result={result.data} /> : <Skeleton height={320} />
}
