import { ActionIcon } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { DropMenu } from '@/shared/ui/DropMenu'
import { useText } from '../i18n'
import { usePreferences } from '../preferences'
import type { Column } from './DataTable'

/** Of so few columns each is wanted, and a line for their choice would be taller than a row. */
const FEW = 4

/** What names the row, and its buttons, always stand there. */
const choosable = <Row,>(columns: readonly Column<Row>[]) =>
  columns.filter(({ hideTitle }) => !hideTitle).slice(1)

/** The columns of a list that somebody wants to see, and how they choose them; null: there is nothing to choose. */
export function useColumnChoice<Row>(name: string | undefined, columns: readonly Column<Row>[]) {
  const { preferences, change } = usePreferences()
  const choices = name === undefined ? [] : choosable(columns)
  if (name === undefined || choices.length < FEW) return { shown: columns, choice: null }
  const hidden = preferences.hidden[name] ?? []
  const set = (keys: string[]) =>
    change(({ hidden: all }) => ({ hidden: { ...all, [name]: keys } }))
  const isShown = ({ key }: Column<Row>) => !hidden.includes(key)
  return {
    shown: columns.filter((column) => !choices.includes(column) || isShown(column)),
    choice: (
      <ColumnMenu
        choices={choices.map(({ key, title }) => ({ key, title }))}
        shown={choices.filter(isShown).map(({ key }) => key)}
        onChange={(shown) =>
          // What this list has only at other times stays as it was chosen.
          set([
            ...hidden.filter((key) => choices.every((column) => column.key !== key)),
            ...choices.map(({ key }) => key).filter((key) => !shown.includes(key)),
          ])
        }
        onReset={hidden.length > 0 ? () => set([]) : undefined}
      />
    ),
  }
}

type Props = {
  choices: readonly { key: string; title: string }[]
  shown: string[]
  onChange: (shown: string[]) => void
  onReset: (() => void) | undefined
}

function ColumnMenu({ choices, shown, onChange, onReset }: Props) {
  const { t } = useText()
  return (
    <DropMenu
      position="bottom-end"
      closeOnItemClick={false}
      target={
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('lists.columns')}
          title={t('lists.columns')}
        >
          <IconColumns3 size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <Menu.Label>{t('lists.columns')}</Menu.Label>
          <Menu.CheckboxGroup value={shown} onChange={onChange}>
            {choices.map(({ key, title }) => (
              <Menu.CheckboxItem key={key} value={key}>
                {title}
              </Menu.CheckboxItem>
            ))}
          </Menu.CheckboxGroup>
          <Menu.Divider />
          <Menu.Item disabled={!onReset} onClick={onReset}>
            {t('lists.allColumns')}
          </Menu.Item>
        </>
      )}
    </DropMenu>
  )
}
