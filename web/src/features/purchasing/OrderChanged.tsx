import { i18n, useText } from '@/shared/i18n'
import { ChangedMeanwhile } from '@/shared/ui/ChangedMeanwhile'
import type { OrderLineOut } from './queries'

type Props = { failure: unknown; lines: readonly OrderLineOut[] }
type LineState = { quantity?: number; received?: number; closed?: number }

/** What somebody else did to the order meanwhile, line by line. */
export function OrderChanged({ failure, lines }: Props) {
  const { t, format } = useText()
  const lineOf = (field: string) => {
    const id = /^line\/(\d+)$/.exec(field)?.[1]
    return id === undefined ? undefined : lines.find((line) => line.id === Number(id))
  }
  return (
    <ChangedMeanwhile
      failure={failure}
      name={(field) => {
        if (field.startsWith('line/')) return lineOf(field)?.product_name ?? t('orders.newLine')
        const key = `orders.fields.${field}`
        return i18n.exists(key) ? t(key as 'orders.fields.note') : undefined
      }}
      show={(field, value) => {
        if (field === 'status') return t(`orders.statuses.${value as 'draft'}`)
        if (!field.startsWith('line/')) return undefined
        if (value === null || value === undefined) return undefined
        const { quantity = 0, received = 0 } = value as LineState
        return t('orders.lineState', {
          quantity: format.quantity(quantity),
          received: format.quantity(received),
        })
      }}
    />
  )
}
