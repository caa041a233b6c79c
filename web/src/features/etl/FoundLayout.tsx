import { Button } from '@mantine/core'
import { useText } from '@/shared/i18n'
import classes from './DataPage.module.css'
import type { JobDetail } from './jobs'
import { type ColumnField, matchOf } from './layout'

type Layout = NonNullable<JobDetail['layout']>

type MatchNoteProps = {
  layout: Layout
  field: ColumnField
  onChoose: (column: string) => void
}

/** How sure the columns of a field are, and the next best ones a click away. */
export function MatchNote({ layout, field, onChoose }: MatchNoteProps) {
  const { t, format } = useText()
  const match = matchOf(layout, field)
  if (!match) return null
  return (
    <>
      {t(`data.matchReasons.${match.reason}`, { certainty: format.percent(match.certainty) })}
      {match.alternatives.map(({ columns, certainty }) => (
        <Button
          key={columns.join()}
          variant="subtle"
          size="compact-xs"
          onClick={() => onChoose(columns[0] ?? '')}
        >
          {t('data.alternative', {
            column: columns.join(' + '),
            certainty: format.percent(certainty),
          })}
        </Button>
      ))}
    </>
  )
}

/** The first rows as they were read, each column below its name. */
export function FirstRows({ layout }: { layout: Layout }) {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.rows} tabIndex={0} aria-label={t('data.firstRows')}>
      <table>
        <thead>
          <tr>
            {layout.header.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
              <th key={at} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layout.rows.slice(0, 3).map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <tr key={line}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells never move
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
