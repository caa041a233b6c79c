import { Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { isClear, offBy } from './outcome'
import { type Against, againsts, type ReplayResult, type Saving } from './queries'

/** What the advice would have been worth against what happened and each rule, and how sure that is. */
export function Sentences({ result }: { result: ReplayResult }) {
  const { t, format } = useText()
  const { replay, ledger, savings } = result
  const sayOne = useSaving()
  const said = [
    t('replay.of', {
      period: t('common.period', {
        from: format.day(replay.first_day),
        to: format.day(replay.last_day),
      }),
      count: replay.products,
    }),
    ...againsts.flatMap((against) => {
      const saving = savings[against]
      return saving ? [sayOne(against, saving)] : []
    }),
    ...(ledger === 0 ? [t('replay.unknownStock')] : []),
    ...(ledger > 0 && ledger < replay.products
      ? [t('replay.someStock', { count: ledger, products: replay.products })]
      : []),
  ]
  return (
    <Stack className="panel" px="lg" py="md" gap="xs">
      {said.map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
    </Stack>
  )
}

/** Units always, money where it is known. */
function useSaving() {
  const { t, format } = useText()
  return (against: Against, saving: Saving) => {
    const { saved, stock_value: more, lost } = saving
    const units = t(lost < 0 ? 'replay.moreLost' : 'replay.fewerLost', {
      units: format.decimal(Math.abs(lost)),
    })
    const other = t(`replay.than.${against}`)
    if (saved === null || more === null) return t('replay.unitsOnly', { other, units })
    const noise = format.money(offBy(saving))
    const parts = {
      other,
      amount: format.money(Math.abs(saved)),
      units,
      stock: t(more < 0 ? 'replay.lessStock' : 'replay.moreStock', {
        amount: format.money(Math.abs(more)),
      }),
    }
    const main = t(saved < 0 ? 'replay.costsMore' : 'replay.costsLess', parts)
    return `${main} ${t(isClear(saving) ? 'replay.clear' : 'replay.unclear', { noise })}`
  }
}
