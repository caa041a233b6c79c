import { Button, Text } from '@mantine/core'
import { IconFileOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n'
import type { Page } from '../paging'
import { DataTable, type TableProps } from './DataTable'
import { EmptyState } from './EmptyState'
import { Pager, type PagerProps } from './Pager'
import { ProblemAlert } from './ProblemAlert'
import { SavedViews } from './SavedViews'

/** Of a query what a list needs; also put together from several. */
export type ListQuery<Row> = {
  data: Page<Row> | undefined
  isError: boolean
  error: Error | null
  isPlaceholderData: boolean
  refetch: () => unknown
}

/** What can be done to several rows at once. */
export type Bulk<Row> = {
  labelOf: (row: Row) => string
  /** The buttons, for the rows that are chosen; `clear` chooses none of them any more. */
  actions: (rows: Row[], clear: () => void) => ReactNode
}

type Pages = Omit<PagerProps, 'total' | 'of'>

type Props<Row> = Omit<TableProps<Row>, 'name' | 'rows' | 'stale' | 'tools' | 'instead'> & {
  /** Under which it is kept what somebody wants to see of it. */
  name: string
  list: ListQuery<Row>
  /** What stands there instead of a table without rows. */
  empty?: ReactNode
  /** Which page it is; without it the list is one page. */
  pages?: Pages
  bulk?: Bulk<Row>
  /** What it shows is in the address, so that it can be given a name. */
  views?: boolean
}

/** A list as the services answer it: its table, its pages, and what to say when there is none. */
export function ListPanel<Row>({ list, empty, pages, views, bulk, ...table }: Props<Row>) {
  const { t } = useText()
  const [keys, setKeys] = useState<ReadonlySet<string | number>>(new Set())
  if (list.isError) {
    return <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
  }
  const { data } = list
  const total = data?.total ?? 0
  // What is not on this page any more is not meant either.
  const chosen = (data?.rows ?? []).filter((row) => keys.has(table.rowKey(row)))
  const clear = () => setKeys(new Set())
  const isBeyond = pages !== undefined && pages.page > 1 && data?.rows.length === 0 && total > 0
  return (
    <div className="panel">
      <DataTable
        {...table}
        rows={data?.rows}
        stale={list.isPlaceholderData}
        {...(bulk ? { choice: { keys, onChange: setKeys, labelOf: bulk.labelOf } } : {})}
        tools={
          bulk && chosen.length > 0 ? (
            <>
              <Text size="sm" fw={600} role="status">
                {t('lists.chosen', { count: chosen.length })}
              </Text>
              {bulk.actions(chosen, clear)}
              <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
                {t('lists.chooseNone')}
              </Button>
            </>
          ) : views ? (
            <SavedViews list={table.name} />
          ) : null
        }
        instead={
          isBeyond ? <Beyond {...pages} total={total} /> : data?.total === 0 ? empty : undefined
        }
      />
      {pages && !isBeyond ? <Pager of={table.label} {...pages} total={total} /> : null}
    </div>
  )
}

/** The address asks for a page that the list has not got, or no longer. */
function Beyond({ page, limit, total, onChange }: Omit<PagerProps, 'of'>) {
  const { t } = useText()
  const last = Math.ceil(total / limit)
  return (
    <EmptyState icon={IconFileOff} title={t('pages.beyond', { page, count: last })}>
      <Button variant="default" onClick={() => onChange(last)}>
        {t('pages.toLast')}
      </Button>
    </EmptyState>
  )
}
