import { Combobox, Loader, Modal, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { useText } from '@/shared/i18n'
import classes from './Palette.module.css'
import { usePaletteItems } from './use-palette-items'

type Props = { onClose: () => void; onShortcuts: () => void }

/** Finds everything by its name: products, orders, suppliers, pages, and what one begins. */
export function Palette({ onClose, onShortcuts }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 120)
  // Enter was pressed before the answer to this text was there: its first item is taken then.
  const [awaited, setAwaited] = useState<string>()
  const { groups, waiting } = usePaletteItems(text, onShortcuts)
  const items = groups.flatMap((group) => group.items)
  // What stands there belongs to another text: Enter would take what nobody has asked for.
  const stale = text !== typed.trim() || waiting
  const combobox = useCombobox({ opened: true, loop: true })
  const markFirst = useEffectEvent(() => combobox.selectFirstOption())
  const list = useId()
  // The field names its list from the next time it is drawn.
  const [, drawAgain] = useState(false)
  const nameList = useEffectEvent(() => {
    combobox.setListId(list)
    drawAgain(true)
  })
  useEffect(() => nameList(), [])
  const first = stale ? undefined : items[0]?.id

  useEffect(() => {
    if (first !== undefined) markFirst()
  }, [first])

  function take(id: string) {
    onClose()
    items.find((item) => item.id === id)?.go()
  }

  const takeFirst = useEffectEvent(take)
  const due = awaited === text ? first : undefined
  useEffect(() => {
    if (due !== undefined) takeFirst(due)
  }, [due])

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      yOffset="10vh"
      padding={0}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
    >
      <Combobox store={combobox} onOptionSubmit={take}>
        <Combobox.EventsTarget withExpandedAttribute withKeyboardNavigation={!stale}>
          <TextInput
            data-autofocus
            role="combobox"
            size="md"
            variant="unstyled"
            className={classes.field ?? ''}
            leftSection={<IconSearch size={18} aria-hidden />}
            rightSection={waiting ? <Loader size="xs" /> : null}
            placeholder={t('palette.placeholder')}
            aria-label={t('palette.title')}
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setAwaited(undefined)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && stale) setAwaited(typed.trim())
            }}
          />
        </Combobox.EventsTarget>
        <Combobox.Options id={list} aria-label={t('palette.title')} className={classes.list ?? ''}>
          {groups.map(({ key, items: found }) => (
            <Combobox.Group key={key} label={t(`palette.${key}`)}>
              {found.map(({ id, title, detail }) => (
                <Combobox.Option key={id} value={id} className={classes.item ?? ''}>
                  <span className={classes.title}>{title}</span>
                  {detail ? <span className={classes.detail}>{detail}</span> : null}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox>
      <div role="status">
        {items.length === 0 && !stale ? (
          <p className={classes.nothing}>{t('palette.nothing', { text })}</p>
        ) : null}
      </div>
    </Modal>
  )
}
