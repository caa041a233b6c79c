import { List, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { useUnusual } from '@/shared/ui/use-unusual'
import { isMuchMore } from '@/shared/unusual'
import { bySupplier, type Changed, quantityOf } from './choice'
import { Drafted } from './Drafted'
import { type Advice, type Plan, type PlannedOrder, useOrderAdvised } from './queries'

type Props = {
  rows: readonly Advice[]
  changed: Changed
  plan: Plan | undefined
  /** The drafts have what was chosen. */
  onDrafted: () => void
  onClose: () => void
}

/** One draft for each supplier; nothing is binding before somebody places it. */
export function DraftsDialog({ rows, changed, plan, onDrafted, onClose }: Props) {
  const { t, format } = useText()
  const order = useOrderAdvised()
  const { unlessUnusual, question } = useUnusual()
  const parts = bySupplier(rows, changed)

  const unusual = parts.flatMap(({ rows: own }) =>
    own.flatMap((row) => {
      const now = quantityOf(row, changed)
      if (!isMuchMore(now, row.quantity, 1)) return []
      return [
        t('unusual.advised', {
          now: format.quantity(now, row.unit),
          name: row.name ?? row.sku ?? '',
          usual: format.quantity(row.quantity, row.unit),
        }),
      ]
    }),
  )

  function submit() {
    const lines = parts.flatMap((part) =>
      part.rows.map((row) => ({
        product_id: row.product_id,
        location_id: row.location_id,
        supplier_id: part.id,
        quantity: quantityOf(row, changed),
      })),
    )
    order.mutate(lines, {
      onSuccess: ({ drafts }) => {
        if (drafts.every(({ error }) => error === null)) onDrafted()
      },
    })
  }

  return (
    <Dialog opened onClose={onClose} title={t('reorder.drafts')} size="lg">
      {order.isSuccess ? (
        <Drafted answer={order.data} onClose={onClose} />
      ) : (
        <DialogForm
          onSubmit={(event) => {
            event.preventDefault()
            unlessUnusual(unusual, submit)
          }}
          action={t('reorder.make', { count: parts.length })}
          pending={order.isPending}
          disabled={parts.length === 0}
          failure={order.error}
          onClose={onClose}
        >
          <Text size="sm" c="dimmed">
            {t('reorder.draftsText')}
          </Text>
          <List>
            {parts.map(({ id, name, rows: own, cost }) => (
              <List.Item key={id}>
                {t('reorder.draftOf', { name, count: own.length, amount: format.money(cost) })}
                <PlanNotes
                  orders={plan?.orders.filter(({ supplier_id }) => supplier_id === id) ?? []}
                />
              </List.Item>
            ))}
          </List>
        </DialogForm>
      )}
      {question}
    </Dialog>
  )
}

/** What the supplier asks of the whole order, where that is not met as it is. */
function PlanNotes({ orders }: { orders: readonly PlannedOrder[] }) {
  const { t, format } = useText()
  const notes = orders.flatMap((each) => [
    each.decision === 'order'
      ? null
      : t(`reorder.${each.decision === 'wait' ? 'planWait' : 'planTopUp'}`, {
          least: format.money(each.minimum_order_value ?? 0),
        }),
    each.missing_for_free_carriage === null
      ? null
      : t('reorder.planCarriage', { amount: format.money(each.missing_for_free_carriage) }),
  ])
  return notes
    .filter((note) => note !== null)
    .map((note) => (
      <Text key={note} size="sm" c="dimmed">
        {note}
      </Text>
    ))
}
