import type { ReactNode } from 'react'
import type { Page } from '../paging'
import { DataTable, type TableProps } from './DataTable'
import { Pager, type PagerProps } from './Pager'
import { ProblemAlert } from './ProblemAlert'

/** Of a query what a list needs; also put together from several. */
export type ListQuery<Row> = {
  data: Page<Row> | undefined
  isError: boolean
  error: Error | null
  isPlaceholderData: boolean
  refetch: () => unknown
}

type Props<Row> = Omit<TableProps<Row>, 'rows' | 'stale'> & {
  list: ListQuery<Row>
  /** What stands there instead of a table without rows. */
  empty?: ReactNode
  /** Which page it is; without it the list is one page. */
  pages?: Omit<PagerProps, 'total'>
}

/** A list as the services answer it: its table, its pages, and what to say when there is none. */
export function ListPanel<Row>({ list, empty, pages, ...table }: Props<Row>) {
  if (list.isError) {
    return <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
  }
  const nothing = list.data?.total === 0 && empty !== undefined
  return (
    <div className="panel">
      {nothing ? (
        empty
      ) : (
        <DataTable {...table} rows={list.data?.rows} stale={list.isPlaceholderData} />
      )}
      {pages ? <Pager {...pages} total={list.data?.total ?? 0} /> : null}
    </div>
  )
}
