import { Button, Group, Loader, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBarcode } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react'
import { useText } from '@/shared/i18n'
import { bestMatch } from '@/shared/product-picker/best-match'
import type { Scan } from '@/shared/product-picker/scan'
import type { Product } from '@/shared/products'
import { useShop } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { foundQuery, frequentQuery, lookUp } from './lookup'
import { Tiles } from './Tiles'
import { useTypeAnywhere } from './use-type-anywhere'

type Props = {
  field: RefObject<HTMLInputElement | null>
  onProduct: (product: Product) => void
  onScan: (scan: Scan) => void
  /** A code from elsewhere, as from the camera: looked up as if it had been scanned here. */
  code: { code: string } | null
  /** Enter in an empty field. */
  onEnter: () => void
  /** Takes what is a command to the basket, as `*3`; false when it is none. */
  onCommand: (text: string) => boolean
  /** Something else was done than to press Enter once more. */
  onTyping: () => void
  children?: ReactNode
}

/**
 * Finds what is sold: by scanner, by typing, or by a tap on what is sold most.
 *
 * A scanner types faster than answers arrive. So Enter takes what stands in the field and looks it
 * up by itself, one after the other; what is shown can be taken only while it answers the field.
 */
export function ProductSearch({
  field,
  code: given,
  onProduct,
  onScan,
  onEnter,
  onCommand,
  onTyping,
  children,
}: Props) {
  const { t, format } = useText()
  const { weight_code_layout: layout } = useShop()
  const list = useId()
  const [text, setText] = useState('')
  const [parent, setParent] = useState<Product | null>(null)
  const [marked, setMarked] = useState<number | null>(null)
  const [looking, setLooking] = useState<string[]>([])
  const [unknown, setUnknown] = useState<{ code: string; failure: unknown } | null>(null)
  const before = useRef(Promise.resolve())
  const [settled] = useDebouncedValue(text.trim(), 120)
  useTypeAnywhere(field)

  const isSearch = parent !== null || text.trim() !== ''
  const frequent = useQuery(frequentQuery)
  const found = useQuery({
    ...foundQuery(parent ? { parent_id: parent.id } : { q: settled }),
    enabled: parent !== null || settled !== '',
  })
  const shown = isSearch ? found : frequent
  const isCurrent =
    !isSearch ||
    (found.isSuccess && !found.isPlaceholderData && (parent !== null || settled === text.trim()))
  const options = shown.data?.rows ?? []
  // What Enter would take; of what is sold most, and of variants, none is meant yet.
  const meant = bestMatch(options, text)
  const best = isSearch && !parent && meant ? options.indexOf(meant) : null
  const active = isCurrent ? (marked ?? best) : null

  function reset() {
    setText('')
    setParent(null)
    setMarked(null)
  }

  function take(product: Product) {
    // Which of the variants is meant nobody can guess.
    if (product.kind === 'parent') {
      reset()
      setParent(product)
    } else onProduct(product)
  }

  function tap(product: Product) {
    setUnknown(null)
    reset()
    field.current?.focus()
    take(product)
  }

  async function lookFor(code: string) {
    try {
      const result = await lookUp(code, layout)
      if (result === null) setUnknown({ code, failure: null })
      else if ('scan' in result) onScan(result.scan)
      else take(result.product)
    } catch (failure) {
      setUnknown({ code, failure })
    } finally {
      setLooking((codes) => codes.slice(1))
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && isCurrent && options.length > 0) {
      event.preventDefault()
      const next = (active ?? (step > 0 ? -1 : 0)) + step
      setMarked((next + options.length) % options.length)
    } else if (event.key === 'Escape') {
      reset()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      enter()
    }
  }

  function enter() {
    const code = text.trim()
    const option = marked !== null && isCurrent ? options[marked] : undefined
    setUnknown(null)
    if (option) tap(option)
    else if (code === '') onEnter()
    else {
      reset()
      if (!onCommand(code)) queue(code)
    }
  }

  function queue(code: string) {
    setLooking((codes) => [...codes, code])
    before.current = before.current.then(() => lookFor(code))
  }

  const queueGiven = useEffectEvent(queue)
  useEffect(() => {
    if (given) queueGiven(given.code)
  }, [given])

  return (
    <>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          ref={field}
          style={{ flex: 1 }}
          size="lg"
          label={t('till.search')}
          leftSection={<IconBarcode size={22} aria-hidden />}
          rightSection={looking.length > 0 || shown.isFetching ? <Loader size="xs" /> : null}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          {...(active !== null && options[active]
            ? { 'aria-activedescendant': `${list}-${active}` }
            : {})}
          autoComplete="off"
          enterKeyHint="search"
          // The field is what people came to this page for.
          autoFocus
          value={text}
          onChange={({ currentTarget: { value } }) => {
            setText(value)
            setParent(null)
            setMarked(null)
            onTyping()
          }}
          onKeyDown={onKeyDown}
        />
        {children}
      </Group>
      <div role="status" aria-live="polite">
        {looking[0] ? (
          <Text c="dimmed" size="sm" mt="xs">
            {t('till.looking', { code: looking[0] })}
          </Text>
        ) : null}
        {unknown && !unknown.failure ? (
          <Text c="red" mt="xs">
            {t('till.unknown', { code: unknown.code })}
          </Text>
        ) : null}
      </div>
      {unknown?.failure ? <ProblemAlert failure={unknown.failure} /> : null}
      <Group justify="space-between" mt="lg" mb="xs">
        <Text fw={600} size="sm" c="dimmed">
          {parent
            ? t('till.variantsOf', { name: parent.name })
            : t(isSearch ? 'till.results' : 'till.frequent')}
        </Text>
        {parent ? (
          <Button size="compact-sm" variant="subtle" onClick={reset}>
            {t('common.cancel')}
          </Button>
        ) : null}
      </Group>
      <ProblemAlert failure={shown.error} onRetry={() => void shown.refetch()} />
      <Tiles
        id={list}
        label={t(isSearch ? 'till.results' : 'till.frequent')}
        products={options}
        active={active}
        isCurrent={isCurrent}
        isFrequent={!isSearch}
        isPending={!isSearch && frequent.isPending}
        empty={
          shown.isSuccess && isCurrent
            ? isSearch
              ? t('till.unknown', { code: text.trim() })
              : t('till.nothingYet')
            : ''
        }
        onTake={tap}
      />
      {shown.data?.since ? (
        <Text c="dimmed" size="sm" mt="xs">
          {t('till.keptPrices', { when: format.lately(shown.data.since) })}
        </Text>
      ) : null}
    </>
  )
}
