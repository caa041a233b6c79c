import { Alert, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconBarcode, IconChecklist } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '@/api/errors'
import { productsScan } from '@/api/gen/sdk.gen'
import type { ProductsCountedLineIn } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useKeepValues, useKeptValues } from '@/shared/kept-values'
import { problemText } from '@/shared/problem'
import { roundUnits } from '@/shared/quantity'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { ScanField } from '@/shared/ui/ScanField'
import { useUser } from '@/shared/user'
import { roundOf, unitsBy } from './counted'
import { useEnterLine } from './mutations'
import { PrintButton } from './PrintButton'
import {
  type Count,
  type CountLine,
  countedQuery,
  LINES_LIMIT,
  type LineFilter,
  linesQuery,
} from './queries'
import { useLineColumns } from './use-line-columns'

const shows = ['all', 'not_counted', 'counted', 'difference'] as const
type Show = (typeof shows)[number]

type Props = {
  count: Count
  show: Show
  page: number
  onSearch: (change: { show?: Show; page?: number | undefined }) => void
}

/** The sheet: each scan is one more, each number typed is what is there. Everything is sent at once. */
export function CountSheet({ count, show, page, onSearch }: Props) {
  const { t } = useText()
  const { user, maySell, mayManage } = useUser()
  const name = `count/${count.id}`
  const kept = useKeptValues<ProductsCountedLineIn[]>(name)
  // What could not be sent: it stays here with its time until it is.
  const [unsent, setUnsent] = useState<ProductsCountedLineIn[]>(kept ?? [])
  const [last, setLast] = useState<CountLine | null>(null)
  const filter: LineFilter = { show, page, limit: LINES_LIMIT }
  const list = useQuery(linesQuery(count.id, filter))
  const client = useQueryClient()
  const enter = useEnterLine(count.id)
  const counting = count.status === 'open' && maySell
  useKeepValues(name, () => (unsent.length > 0 ? unsent : undefined))

  async function send(line: ProductsCountedLineIn): Promise<CountLine | undefined> {
    const same = (other: ProductsCountedLineIn) => other.product_id === line.product_id
    try {
      const [saved] = await enter.mutateAsync(line)
      setUnsent((before) => before.filter((other) => !same(other)))
      setLast(saved ?? null)
      return saved
    } catch (failure) {
      const offline = failure instanceof ApiError && (failure.status === 0 || failure.status >= 500)
      const over = failure instanceof ApiError && failure.status === 401
      if (offline || over) {
        const timed = { ...line, counted_at: line.counted_at ?? new Date().toISOString() }
        setUnsent((before) => [...before.filter((other) => !same(other)), timed])
      }
      throw failure
    }
  }

  /** One more of what the code names, after what the same person said of it before. */
  async function scan(code: string): Promise<string | null> {
    try {
      const counted = await client.fetchQuery(countedQuery(count.id))
      const sku = code.trim().toLowerCase()
      const known = [...counted, ...(list.data?.rows ?? [])].find(
        (line) => line.sku.toLowerCase() === sku,
      )
      const label = known ? null : (await productsScan({ query: { code } }).catch(() => null))?.data
      const id = known?.product_id ?? label?.product.id
      const line = counted.find(({ product_id }) => product_id === id)
      const before = unsent.find(({ product_id }) => product_id === id)?.units
      const units = before ?? unitsBy(line, user?.id ?? 0) ?? 0
      await send({
        ...(id === undefined ? { sku: code } : { product_id: id }),
        units: roundUnits(units + (label?.quantity ?? 1)),
        round: roundOf(line),
      })
      return null
    } catch (failure) {
      return problemText(t, failure)
    }
  }

  const { columns, phoneRow } = useLineColumns({ count, counting, onCount: send })
  return (
    <section aria-label={t('counts.sheet')}>
      {counting ? (
        <div
          className="panel"
          style={{ padding: '1rem 1.25rem', marginBottom: '1rem' }}
          data-screen-only
        >
          <ScanField
            label={t('counts.scan')}
            icon={<IconBarcode size={18} aria-hidden />}
            onScan={scan}
          />
          <Text mt="xs" aria-live="polite" fw={600}>
            {last ? t('counts.last', { name: last.name, units: last.counted ?? 0 }) : ' '}
          </Text>
        </div>
      ) : null}
      {unsent.length > 0 ? (
        <Alert role="alert" color="yellow" variant="light" mb="md">
          <Group justify="space-between">
            <span>{t('counts.unsent', { count: unsent.length })}</span>
            <Button
              size="xs"
              variant="default"
              loading={enter.isPending}
              onClick={() => {
                for (const line of unsent) void send(line).catch(() => undefined)
              }}
            >
              {t('common.retry')}
            </Button>
          </Group>
        </Alert>
      ) : null}
      <Group justify="space-between" mb="md">
        <SegmentedControl
          size="xs"
          aria-label={t('orders.view')}
          value={show}
          onChange={(value) => onSearch({ show: value as Show, page: undefined })}
          data={shows
            .filter((value) => value !== 'difference' || mayManage || !count.blind)
            .map((value) => ({ value, label: t(`counts.shows.${value}`) }))}
        />
        <PrintButton count={count} show={show} />
      </Group>
      <ListPanel
        name="count-lines"
        label={t('counts.sheet')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page, limit: LINES_LIMIT, onChange: (next) => onSearch({ page: next }) }}
        empty={<EmptyState icon={IconChecklist} title={t('counts.nothing')} />}
      />
    </section>
  )
}
