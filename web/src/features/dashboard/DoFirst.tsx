import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { ButtonLink } from '@/shared/ui/links'
import { useDays } from '@/shared/use-days'
import { useUser } from '@/shared/user'
import classes from './Dashboard.module.css'
import { type Action, atTheDoor, firstActions } from './first'
import { comingQuery, firstAdviceQuery, openCountsQuery, waitingJobsQuery } from './queries'

/** The three things to do first, each with its button. What cannot be reached is left out. */
export function DoFirst() {
  const { t, language } = useText()
  const { maySell, mayManage } = useUser()
  const today = useToday()
  const advice = useQuery(firstAdviceQuery(language))
  const coming = useQuery({ ...comingQuery, enabled: mayManage })
  const jobs = useQuery({ ...waitingJobsQuery, enabled: mayManage })
  const counts = useQuery({ ...openCountsQuery, enabled: maySell })
  const pending = [advice, coming, jobs, counts].some(({ isLoading }) => isLoading)
  const actions = firstActions([
    (advice.data ?? []).map((row) => ({ kind: 'order', advice: row })),
    atTheDoor(coming.data ?? [], today).map((order) => ({ kind: 'receive', order })),
    (jobs.data ?? []).map((job) => ({ kind: 'import', job })),
    (counts.data?.rows ?? []).map((count) => ({ kind: 'count', count })),
  ])
  return (
    <section className={`panel ${classes.card} ${classes.first}`} aria-labelledby="first">
      <Title order={2} id="first" fz={16}>
        {t('dashboard.first')}
      </Title>
      {pending ? (
        <Skeleton h={{ base: 290, sm: 180 }} mt="sm" />
      ) : actions.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {t('dashboard.nothingFirst')}
        </Text>
      ) : (
        <ol className={classes.actions}>
          {actions.map((action) => (
            <Row key={keyOf(action)} action={action} />
          ))}
        </ol>
      )}
    </section>
  )
}

function keyOf(action: Action): string {
  switch (action.kind) {
    case 'order':
      return `order ${action.advice.product_id} ${action.advice.location_id}`
    case 'receive':
      return `receive ${action.order.id}`
    case 'import':
      return `import ${action.job.id}`
    default:
      return `count ${action.count.id}`
  }
}

type LineProps = { text: string; note: string; children: ReactNode }

function Line({ text, note, children }: LineProps) {
  return (
    <li>
      <span>
        <Text span fw={600}>
          {text}
        </Text>
        {note ? (
          <Text size="sm" c="dimmed">
            {note}
          </Text>
        ) : null}
      </span>
      {children}
    </li>
  )
}

function Row({ action }: { action: Action }) {
  switch (action.kind) {
    case 'order':
      return <ToOrder advice={action.advice} />
    case 'receive':
      return <ToReceive order={action.order} />
    case 'import':
      return <ToImport job={action.job} />
    default:
      return <ToCount count={action.count} />
  }
}

const WEEK = 7

function ToOrder({ advice }: { advice: Extract<Action, { kind: 'order' }>['advice'] }) {
  const { t, format } = useText()
  const { near } = useDays()
  const name = advice.name ?? advice.sku ?? ''
  const risk = advice.money_at_risk_per_day
  const quantity = format.quantity(advice.quantity, advice.unit)
  const said = advice.supplier_name
    ? t('dashboard.orderFrom', { name, quantity, supplier: advice.supplier_name })
    : t('dashboard.orderIt', { name, quantity })
  const note = [
    advice.late || !advice.order_by
      ? t('reorder.late')
      : t('dashboard.by', { day: near(advice.order_by) }),
    risk ? t('dashboard.riskPerWeek', { amount: format.money(risk * WEEK) }) : null,
  ]
  return (
    <Line text={said} note={note.filter(Boolean).join(' · ')}>
      <ButtonLink
        to="/forecast"
        search={{ sort: 'urgency', why: `${advice.product_id}-${advice.location_id}` }}
        variant="default"
        size="compact-sm"
        aria-label={`${t('reorder.order')}: ${name}`}
      >
        {t('reorder.order')}
      </ButtonLink>
    </Line>
  )
}

function ToReceive({ order }: { order: Extract<Action, { kind: 'receive' }>['order'] }) {
  const { t, format } = useText()
  const today = useToday()
  const due = order.expected_on ?? today
  return (
    <Line
      text={t('dashboard.receive', { id: order.id, supplier: order.supplier_name })}
      note={
        due < today
          ? t('dashboard.expectedOn', { day: format.weekday(due) })
          : t('dashboard.dueNow')
      }
    >
      <ButtonLink
        to="/orders/$orderId/receive"
        params={{ orderId: String(order.id) }}
        variant="default"
        size="compact-sm"
        aria-label={t('receipts.receive', { id: order.id })}
      >
        {t('orders.receive')}
      </ButtonLink>
    </Line>
  )
}

function ToImport({ job }: { job: Extract<Action, { kind: 'import' }>['job'] }) {
  const { t } = useText()
  const name = job.path?.split('/').at(-1) ?? String(job.id)
  return (
    <Line
      text={t('dashboard.finishImport', { name })}
      note={t(job.status === 'unmapped' ? 'dashboard.toMap' : 'dashboard.toCommit')}
    >
      <ButtonLink to="/data" variant="default" size="compact-sm">
        {t('dashboard.open')}
      </ButtonLink>
    </Line>
  )
}

function ToCount({ count }: { count: Extract<Action, { kind: 'count' }>['count'] }) {
  const { t } = useText()
  return (
    <Line
      text={t('dashboard.finishCount', { id: count.id })}
      note={t('counts.progress', { counted: count.counted, lines: count.lines })}
    >
      <ButtonLink
        to="/counts/$countId"
        params={{ countId: String(count.id) }}
        variant="default"
        size="compact-sm"
        aria-label={t('counts.one', { id: count.id })}
      >
        {t('counts.count')}
      </ButtonLink>
    </Line>
  )
}
