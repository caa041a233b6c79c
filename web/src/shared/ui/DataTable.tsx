import { Group, Skeleton, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { useColumnChoice } from './ColumnChoice'
import classes from './DataTable.module.css'
import { ChooseAll, ChooseRow, type RowChoice } from './RowChoice'
import { Truncated } from './Truncated'
import { usePhone } from './use-phone'

export type Column<Row> = {
  key: string
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers stand at the end of their column. */
  end?: boolean
  /** Dates and the like stay on one line. */
  fixed?: boolean
  /** Somebody's words, however long: two lines of them. A cell that is text alone is so anyway. */
  words?: boolean
  /** The field the service sorts by; without one the column is not sortable. */
  sort?: string
  /** The heading is for screen readers only (a column of buttons). */
  hideTitle?: boolean
  /** No wider than what is in it, however wide the table is. */
  narrow?: boolean
}

/** What a row says on a phone, where columns do not fit: two lines of two parts, and what else. */
export type PhoneRow = {
  title: ReactNode
  value: ReactNode
  detail: ReactNode
  extra?: ReactNode
  below?: ReactNode
}

export type TableProps<Row> = {
  /** Under which it is kept which columns of it somebody wants; without it all stand there. */
  name?: string
  label: string
  rows: readonly Row[] | undefined
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string | number
  phone: (row: Row) => PhoneRow
  /** `field` or `-field`, as in the URL. */
  sort?: string
  onSort?: (sort: string) => void
  /** The rows are the former page's while the next one is on its way. */
  stale?: boolean
  /** What stands above the rows, at the start. */
  tools?: ReactNode
  /** Rows can be chosen. */
  choice?: RowChoice<Row>
  /** What stands there instead of rows. */
  instead?: ReactNode
}

/** A table on wide screens, two-line rows on phones. Sorting is the service's work. */
export function DataTable<Row>({ name, tools, instead, ...table }: TableProps<Row>) {
  const phone = usePhone()
  const { shown, choice: columnChoice } = useColumnChoice(
    phone || instead ? undefined : name,
    table.columns,
  )
  return (
    <>
      {tools || columnChoice ? (
        <Group
          justify="space-between"
          gap="xs"
          wrap="nowrap"
          px="xs"
          py={5}
          style={{ borderBottom: '1px solid var(--line)' }}
          data-screen-only
        >
          <Group gap="xs">{tools}</Group>
          {columnChoice}
        </Group>
      ) : null}
      {instead ?? <Rows {...table} columns={shown} isPhone={phone} />}
    </>
  )
}

function Rows<Row>({ isPhone, ...table }: TableProps<Row> & { isPhone: boolean }) {
  const { rows, stale = false } = table
  if (!rows) return <Placeholder />
  return (
    <div className={stale ? classes.stale : undefined} aria-busy={stale}>
      {isPhone ? <PhoneList {...table} rows={rows} /> : <WideTable {...table} rows={rows} />}
    </div>
  )
}

type Filled<Row> = TableProps<Row> & { rows: readonly Row[] }

function PhoneList<Row>({ label, rows, rowKey, phone, choice }: Filled<Row>) {
  return (
    <ul className={classes.list} aria-label={label}>
      {rows.map((row) => {
        const { title, value, detail, extra, below } = phone(row)
        return (
          <li key={rowKey(row)}>
            <div className={classes.line}>
              <span>
                {choice ? <ChooseRow row={row} rowKey={rowKey} choice={choice} /> : null}
                {title}
              </span>
              <span>{value}</span>
            </div>
            <div className={`${classes.line} ${classes.second}`}>
              <span>{detail}</span>
              <span>{extra}</span>
            </div>
            {below}
          </li>
        )
      })}
    </ul>
  )
}

function WideTable<Row>({ label, rows, columns, rowKey, sort, onSort, choice }: Filled<Row>) {
  const name = columns.find(({ narrow, fixed, end }) => !narrow && !fixed && !end)
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {choice ? (
              <th scope="col" className={classes.narrow} data-screen-only>
                <ChooseAll rows={rows} rowKey={rowKey} choice={choice} />
              </th>
            ) : null}
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {choice ? (
                <td className={classes.narrow} data-screen-only>
                  <ChooseRow row={row} rowKey={rowKey} choice={choice} />
                </td>
              ) : null}
              {columns.map((column) => (
                <td key={column.key} className={column === name ? classes.name : cellClass(column)}>
                  {cellOf(column, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function cellOf<Row>(column: Column<Row>, row: Row): ReactNode {
  const cell = column.cell(row)
  const isWords = column.words ?? (typeof cell === 'string' && !column.end && !column.fixed)
  return isWords ? <Truncated>{cell}</Truncated> : cell
}

function cellClass<Row>({ end, fixed, narrow }: Column<Row>) {
  return end ? classes.end : fixed ? classes.fixed : narrow ? classes.narrow : undefined
}

type HeadingProps<Row> = {
  column: Column<Row>
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
}

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const className = column.end ? classes.end : column.narrow ? classes.narrow : undefined
  if (!column.sort || !onSort) {
    return (
      <th scope="col" className={className}>
        {column.hideTitle ? <VisuallyHidden>{column.title}</VisuallyHidden> : column.title}
      </th>
    )
  }
  const field = column.sort
  const ascending = sort === field
  const descending = sort === `-${field}`
  const Arrow = ascending ? IconArrowUp : descending ? IconArrowDown : IconArrowsSort
  return (
    <th
      scope="col"
      className={className}
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}
    >
      <UnstyledButton
        className={`${classes.sort} ${ascending || descending ? classes.sorted : ''}`}
        onClick={() => onSort(ascending ? `-${field}` : field)}
      >
        {column.title}
        <Arrow size={14} aria-hidden />
      </UnstyledButton>
    </th>
  )
}

const lines = [72, 54, 81, 63, 70, 48, 77]

function Placeholder() {
  const { t } = useText()
  return (
    <div role="status" aria-label={t('common.loading')} style={{ padding: '1rem' }}>
      {lines.map((width) => (
        <Skeleton key={width} height={16} my={18} width={`${width}%`} />
      ))}
    </div>
  )
}
