import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '@/api/errors'
import type { ProductsCountedLineIn } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { problemText } from '@/shared/problem'
import { MOST_DECIMALS, type Unit } from '@/shared/quantity'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { NumberField } from '@/shared/ui/NumberField'
import { useUser } from '@/shared/user'
import { roundOf, unitsBy } from './counted'
import type { Count, CountLine } from './queries'

/** Why a difference is not taken at its word. */
const doubts = {
  percent: 'again',
  units: 'again',
  value: 'again',
  moved_meanwhile: 'moved',
  counted_since: 'since',
  below_zero: 'below',
} as const

type Send = (line: ProductsCountedLineIn) => Promise<unknown>
type Options = { count: Count; counting: boolean; onCount: Send }

/** Lines of a sheet. What is expected is shown only to those whom the sheet lets see it. */
export function useLineColumns({ count, counting, onCount }: Options) {
  const { t, format } = useText()
  const units = (line: CountLine, value: number | null) =>
    value === null ? '–' : format.quantity(value, line.unit as Unit)
  const name = (line: CountLine) => (
    <>
      <TextLink to="/products/$productId" params={{ productId: String(line.product_id) }} fw={600}>
        {line.name}
      </TextLink>
      <Text size="xs" c="dimmed">
        {line.sku}
      </Text>
    </>
  )
  const counted = (line: CountLine) =>
    counting ? (
      <CountField key={`${line.id} ${line.round}`} line={line} onCount={onCount} />
    ) : (
      units(line, line.counted)
    )
  const difference = (line: CountLine) =>
    line.difference === null ? (
      '–'
    ) : (
      <Text
        span
        fw={line.difference === 0 ? 400 : 600}
        c={line.difference < 0 ? 'var(--mantine-color-error)' : undefined}
      >
        {format.signed(line.difference)}
        {line.value === null ? '' : ` · ${format.money(line.value)}`}
      </Text>
    )
  const doubt = (line: CountLine) =>
    line.recount ? (
      <Badge color="yellow" variant="light" tt="none">
        {t(`counts.doubts.${doubts[line.recount]}`)}
      </Badge>
    ) : null
  const open = !count.blind || count.status !== 'open'
  const columns: Column<CountLine>[] = [
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    { key: 'counted', title: t('counts.countedUnits'), end: true, cell: counted },
    {
      key: 'when',
      title: t('movements.when'),
      fixed: true,
      cell: (line) => (line.counted_at ? format.lately(line.counted_at) : ''),
    },
    ...(open
      ? [
          {
            key: 'expected',
            title: t('counts.expected'),
            end: true,
            cell: (line: CountLine) => units(line, line.expected),
          },
          { key: 'difference', title: t('counts.difference'), end: true, cell: difference },
        ]
      : []),
    { key: 'doubt', title: t('orders.status'), hideTitle: true, cell: doubt },
  ]
  const phoneRow = (line: CountLine): PhoneRow => ({
    title: name(line),
    value: counted(line),
    detail: [
      line.counted_at ? format.lately(line.counted_at) : null,
      open ? t('counts.expectedOf', { units: units(line, line.expected) }) : null,
    ]
      .filter(Boolean)
      .join(' · '),
    extra: (
      <Group gap="xs">
        {open ? difference(line) : null}
        {doubt(line)}
      </Group>
    ),
  })
  return { columns, phoneRow }
}

/** How many the person who counts found; sent when the field is left, or by Enter. */
function CountField({ line, onCount }: { line: CountLine; onCount: Send }) {
  const { t, format } = useText()
  const { user } = useUser()
  const [again, setAgain] = useState(false)
  const known = again ? undefined : unitsBy(line, user?.id ?? 0)
  const [typed, setTyped] = useState<number | string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const others = line.counted !== null && line.counted !== (known ?? 0)

  async function send() {
    if (typed === null || typed === known) return
    const value = numberOf(typed)
    try {
      await onCount({
        product_id: line.product_id,
        units: value ?? null,
        round: again ? roundOf(line) + 1 : roundOf(line),
      })
      setTyped(null)
      setAgain(false)
      setError(null)
    } catch (failure) {
      // What could not be sent stays typed, and on the list of what is to be sent.
      if (failure instanceof ApiError) setError(problemText(t, failure))
    }
  }

  return (
    <Group gap={6} justify="flex-end" wrap="nowrap" align="flex-start">
      {line.recount && line.round === 1 && !again ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('counts.againOf', { name: line.name })}
          onClick={() => setAgain(true)}
        >
          {t('counts.again')}
        </Button>
      ) : null}
      <NumberField
        size="xs"
        w={110}
        aria-label={t('counts.unitsOf', { name: line.name })}
        min={0}
        allowNegative={false}
        decimalScale={line.unit === 'piece' ? 0 : MOST_DECIMALS}
        suffix={format.unitSuffix(line.unit as Unit)}
        value={typed ?? known ?? ''}
        onChange={setTyped}
        onBlur={() => void send()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void send()
        }}
        error={error}
        description={others && !again ? t('counts.together', { units: line.counted ?? 0 }) : null}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
    </Group>
  )
}
