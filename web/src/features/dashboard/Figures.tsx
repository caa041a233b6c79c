import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { TextLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'
import classes from './Dashboard.module.css'
import { Figure } from './Figure'
import { atTheDoor } from './first'
import {
  adviceSummaryQuery,
  comingQuery,
  missesQuery,
  newAlertsQuery,
  openCountsQuery,
  waitingJobsQuery,
} from './queries'
import { SoFar } from './SoFar'

const WEEK = 7

/** Where the shop stands; each figure opens the list that it is the sum of. */
export function Figures() {
  const { mayManage } = useUser()
  return (
    <div className={`panel ${classes.figures}`}>
      <AtRisk />
      <SoFar />
      <Asleep />
      {mayManage ? <Deliveries /> : null}
      <ToFinish />
      <Misses />
    </div>
  )
}

function AtRisk() {
  const { t, format } = useText()
  const summary = useQuery(adviceSummaryQuery)
  const { suggested = 0, due = 0, money_at_risk_per_day: money } = summary.data ?? {}
  const units = summary.data?.units_at_risk_per_day ?? 0
  return (
    <Figure
      title={t('dashboard.atRisk')}
      from={[summary]}
      value={
        <TextLink to="/forecast" inherit c="inherit">
          {money === null || money === undefined
            ? format.quantity(Math.round(units * WEEK))
            : format.money(money * WEEK)}
        </TextLink>
      }
      note={
        due > 0
          ? t('dashboard.toOrderDue', { count: suggested, due })
          : t('dashboard.toOrder', { count: suggested })
      }
    />
  )
}

function Asleep() {
  const { t, format } = useText()
  const summary = useQuery(adviceSummaryQuery)
  const { dead = 0, dead_value: value, overstocked = 0 } = summary.data ?? {}
  return (
    <Figure
      title={t('dashboard.asleep')}
      from={[summary]}
      value={
        <TextLink to="/forecast" search={{ view: 'dead' }} inherit c="inherit">
          {value === null || value === undefined
            ? t('dashboard.products', { count: dead })
            : format.money(value)}
        </TextLink>
      }
      note={
        <>
          <div>{t('dashboard.dead', { count: dead })}</div>
          <TextLink to="/forecast" search={{ view: 'over' }} size="sm">
            {t('dashboard.overstocked', { count: overstocked })}
          </TextLink>
        </>
      }
    />
  )
}

function Deliveries() {
  const { t } = useText()
  const today = useToday()
  const coming = useQuery(comingQuery)
  const due = atTheDoor(coming.data ?? [], today)
  const late = due.filter(({ expected_on }) => (expected_on ?? '') < today).length
  return (
    <Figure
      title={t('dashboard.deliveries')}
      from={[coming]}
      value={
        <TextLink to="/orders" inherit c="inherit">
          {t('dashboard.dueToday', { count: due.length - late })}
        </TextLink>
      }
      note={
        late > 0 ? (
          <TextLink to="/orders" search={{ view: 'overdue' }} size="sm">
            {t('dashboard.late', { count: late })}
          </TextLink>
        ) : (
          t('dashboard.coming', { count: coming.data?.length ?? 0 })
        )
      }
    />
  )
}

function ToFinish() {
  const { t } = useText()
  const { mayManage } = useUser()
  const counts = useQuery(openCountsQuery)
  const jobs = useQuery({ ...waitingJobsQuery, enabled: mayManage })
  return (
    <Figure
      title={t('dashboard.toFinish')}
      from={mayManage ? [counts, jobs] : [counts]}
      value={
        <TextLink to="/counts" inherit c="inherit">
          {t('dashboard.counts', { count: counts.data?.total ?? 0 })}
        </TextLink>
      }
      note={
        mayManage ? (
          <TextLink to="/data" size="sm">
            {t('dashboard.imports', { count: jobs.data?.length ?? 0 })}
          </TextLink>
        ) : (
          ' '
        )
      }
    />
  )
}

function Misses() {
  const { t } = useText()
  const misses = useQuery(missesQuery)
  const alerts = useQuery(newAlertsQuery)
  return (
    <Figure
      title={t('dashboard.misses')}
      from={[misses, alerts]}
      value={
        <TextLink to="/forecast/accuracy" inherit c="inherit">
          {t('dashboard.products', { count: misses.data ?? 0 })}
        </TextLink>
      }
      note={
        <TextLink to="/forecast/alerts" size="sm">
          {t('dashboard.newAlerts', { count: alerts.data ?? 0 })}
        </TextLink>
      }
    />
  )
}
