import { Combobox, Loader, Text, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue, useMergedRef } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { useText } from '../i18n'
import { AT_ONCE } from '../paging'
import { Picture } from '../picture/Picture'
import { type Product, productsQuery } from '../products'
import { type Begun, useGoOn } from '../ui/use-late-field'
import { filterFor, findTyped } from './find-typed'
import type { PickerProps } from './ProductPicker'
import classes from './ProductPicker.module.css'

/** The whole of a `ProductPicker`, which goes on where the plain field was left. */
export function ProductPickerList({
  begun,
  label,
  value,
  onPick,
  onScan,
  kind,
  inputRef,
  autoFocus,
  size,
  error,
}: PickerProps & { begun: Begun }) {
  const { t, format } = useText()
  const client = useQueryClient()
  const [text, setText] = useState<string | null>(null)
  const [parent, setParent] = useState<Product | null>(null)
  const [settled] = useDebouncedValue(text ?? '', 120)
  const combobox = useCombobox({
    defaultOpened: begun.opened,
    onDropdownClose: () => combobox.resetSelectedOption(),
  })
  // Mantine's own changes once the list stands there, and the field goes on naming the former.
  const list = useId()
  const ref = useMergedRef(useGoOn(begun), inputRef)
  const search = useQuery({
    // What is only like the text is offered, and never taken by Enter alone.
    ...productsQuery(
      parent
        ? { parent_id: parent.id, limit: AT_ONCE }
        : { ...filterFor(settled, kind), similar: true },
    ),
    enabled: combobox.dropdownOpened,
  })
  const options = search.data?.rows ?? []
  const current = settled === (text ?? '') && search.isSuccess && !search.isPlaceholderData

  /** A parent is sold as one of its variants, which are asked for. */
  function pick(product: Product) {
    if (product.kind === 'parent') {
      setParent(product)
      combobox.resetSelectedOption()
      combobox.openDropdown()
      return
    }
    setText(null)
    setParent(null)
    combobox.closeDropdown()
    onPick(product)
  }

  async function pickTyped() {
    const found = await findTyped(client, text ?? '', kind, onScan !== undefined)
    if (found && 'scan' in found) {
      setText(null)
      combobox.closeDropdown()
      onScan?.(found.scan)
    } else if (found) pick(found.product)
    else combobox.openDropdown()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || (text === null && !parent)) return
    const index = combobox.getSelectedOptionIndex()
    if (current && index >= 0) return
    event.preventDefault()
    event.stopPropagation()
    // Which of the variants is meant nobody can guess.
    if (!parent) void pickTyped()
  }

  return (
    <Combobox
      store={combobox}
      // Inside of the page's landmarks, where screen readers look for it.
      onOptionSubmit={(id) => {
        const product = options.find((option) => String(option.id) === id)
        if (product) pick(product)
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={ref}
          role="combobox"
          label={label}
          placeholder={t('picker.placeholder')}
          size={size ?? 'sm'}
          error={error}
          autoComplete="off"
          // The field is what people came to this page for.
          autoFocus={autoFocus ?? false}
          value={text ?? value?.name ?? ''}
          rightSection={search.isFetching ? <Loader size="xs" /> : null}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setParent(null)
            if (value) onPick(null)
            combobox.openDropdown()
            combobox.resetSelectedOption()
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown()
            setText(null)
            setParent(null)
          }}
          onKeyDownCapture={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options id={list} aria-label={label} mah={360} style={{ overflowY: 'auto' }}>
          {options.map((product) => (
            <Combobox.Option key={product.id} value={String(product.id)} className={classes.option}>
              <Picture product={product} edge={32} />
              <span className={classes.words}>
                <span className={classes.line}>
                  <span>{product.name}</span>
                  <Text span size="sm" c="dimmed" className={classes.stock}>
                    {product.kind === 'parent'
                      ? t('picker.variants')
                      : t('picker.stock', {
                          quantity: format.quantity(product.stock, product.unit),
                        })}
                  </Text>
                </span>
                <Text span size="xs" c="dimmed">
                  {product.sku}
                </Text>
              </span>
            </Combobox.Option>
          ))}
          {search.isSuccess && options.length === 0 ? (
            <Combobox.Empty>
              {text ? t('picker.nothing', { text }) : t('picker.start')}
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
