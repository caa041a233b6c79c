import { Checkbox } from '@mantine/core'
import { useText } from '../i18n'

/** Which rows are chosen, for something that is done to all of them. */
export type RowChoice<Row> = {
  keys: ReadonlySet<string | number>
  onChange: (keys: ReadonlySet<string | number>) => void
  labelOf: (row: Row) => string
}

type ChoosingProps<Row> = { rowKey: (row: Row) => string | number; choice: RowChoice<Row> }

export function ChooseRow<Row>({ row, rowKey, choice }: ChoosingProps<Row> & { row: Row }) {
  const { t } = useText()
  const key = rowKey(row)
  return (
    <Checkbox
      size="xs"
      display="inline-block"
      me="xs"
      // In the middle of its row, not on the line of its words.
      style={{ verticalAlign: 'middle' }}
      aria-label={t('lists.choose', { name: choice.labelOf(row) })}
      checked={choice.keys.has(key)}
      onChange={({ currentTarget: { checked } }) => {
        const next = new Set(choice.keys)
        if (checked) next.add(key)
        else next.delete(key)
        choice.onChange(next)
      }}
    />
  )
}

export function ChooseAll<Row>({
  rows,
  rowKey,
  choice,
}: ChoosingProps<Row> & { rows: readonly Row[] }) {
  const { t } = useText()
  const chosen = rows.filter((row) => choice.keys.has(rowKey(row)))
  const all = rows.length > 0 && chosen.length === rows.length
  return (
    <Checkbox
      size="xs"
      aria-label={t('lists.chooseAll')}
      checked={all}
      indeterminate={chosen.length > 0 && !all}
      onChange={() => choice.onChange(new Set(all ? [] : rows.map(rowKey)))}
    />
  )
}
