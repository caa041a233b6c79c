import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { TextLink } from '@/shared/ui/links'
import { notifySuccess } from '@/shared/ui/toast'
import { bySupplier, type Changed, quantityOf } from './choice'
import { type Advice, type PlannedOrder, planQuery, useOrderAdvised } from './queries'

type Props = {
  rows: readonly Advice[]
  changed: Changed
  budget: number | null
  onDone: () => void
  onClose: () => void
}

/** One draft for each supplier; nothing is binding before somebody places it. */
export function DraftsDialog({ rows, changed, budget, onDone, onClose }: Props) {
  const { t, format } = useText()
  const order = useOrderAdvised()
  const plan = useQuery(planQuery(budget))
  const parts = bySupplier(rows, changed)
  const refused = order.data?.drafts.filter(({ error }) => error !== null) ?? []
  const waiting = order.data?.state === 'waiting'

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
      onSuccess: ({ drafts, state }) => {
        if (state === 'waiting' || drafts.some(({ error }) => error !== null)) return
        notifySuccess(t('reorder.drafted', { count: parts.length }))
        onDone()
      },
    })
  }

  return (
    <Dialog opened onClose={onClose} title={t('reorder.drafts')} size="lg">
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        action={t('reorder.make', { count: parts.length })}
        pending={order.isPending}
        disabled={parts.length === 0 || order.isSuccess}
        failure={order.error}
        {...(order.isSuccess ? { leave: t('common.close') } : {})}
        onClose={order.isSuccess ? onDone : onClose}
      >
        <Text size="sm" c="dimmed">
          {t('reorder.draftsText')}
        </Text>
        <List>
          {parts.map(({ id, name, rows: own, cost }) => (
            <List.Item key={id}>
              {t('reorder.draftOf', { name, count: own.length, amount: format.money(cost) })}
              <PlanNotes
                orders={plan.data?.filter(({ supplier_id }) => supplier_id === id) ?? []}
              />
            </List.Item>
          ))}
        </List>
        {waiting ? <Text role="status">{t('reorder.waiting')}</Text> : null}
        {refused.map(({ batch, supplier_id, error }) => (
          <Text key={batch} role="alert" c="var(--mantine-color-error)">
            {t('common.labelled', {
              label: parts.find(({ id }) => id === supplier_id)?.name ?? '',
              value: error?.detail ?? '',
            })}
          </Text>
        ))}
        {order.isSuccess ? <TextLink to="/orders">{t('nav.orders')}</TextLink> : null}
      </DialogForm>
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
