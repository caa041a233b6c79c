import { Button, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { type Advice, whatIfQuery } from './queries'

type Props = {
  advice: Advice
  /** What was typed; undefined while nothing was. */
  typed: number | undefined
  /** What the budget buys, where that is not what is advised. */
  planned: number | undefined
  onChange: (quantity: number | undefined) => void
}

const PAUSE = 300

/** How many to order; what another quantity leads to is asked as one types. */
export function QuantityCell({ advice, typed, planned, onChange }: Props) {
  const { t, format } = useText()
  const usual = planned ?? advice.quantity
  const now = typed ?? usual
  const decimals = advice.unit === 'piece' ? 0 : 3
  return (
    <Stack gap={2} align="flex-end">
      <QuantityInput
        product={{ unit: advice.unit, quantity_decimals: decimals }}
        w={108}
        min={0}
        step={advice.terms?.multiple ?? 1}
        aria-label={t('reorder.quantityOf', { name: advice.name ?? advice.sku ?? '' })}
        value={now}
        onChange={(value) => {
          const quantity = numberOf(value) ?? 0
          onChange(quantity === usual ? undefined : quantity)
        }}
      />
      {now === advice.quantity ? null : (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => onChange(planned === undefined ? undefined : advice.quantity)}
        >
          {t('reorder.advised', { quantity: format.quantity(advice.quantity, advice.unit) })}
        </Button>
      )}
      {typed === undefined ? null : <Consequences advice={advice} quantity={typed} />}
    </Stack>
  )
}

function Consequences({ advice, quantity }: { advice: Advice; quantity: number }) {
  const { t, format } = useText()
  const [asked] = useDebouncedValue(quantity, PAUSE)
  const found = useQuery(whatIfQuery(advice.product_id, advice.location_id, asked))
  const now = asked === quantity ? found.data : undefined
  const said = now
    ? [
        t('reorder.chance', { chance: format.percent(now.chance) }),
        t('reorder.left', { units: format.quantity(now.left, advice.unit) }),
        now.cost === null ? null : format.money(now.cost),
        now.worth === null ? null : t('reorder.worth', { amount: format.money(now.worth) }),
      ].filter((each) => each !== null)
    : []
  return (
    <Text
      size="xs"
      c="dimmed"
      ta="end"
      mih={18}
      maw={220}
      style={{ whiteSpace: 'normal' }}
      aria-live="polite"
    >
      {found.isError ? t('errors.unexpected') : said.length > 0 ? said.join(' · ') : '…'}
    </Text>
  )
}
