import { Button, Group, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ForecastAdviceOrdersOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { supplierQuery } from '@/shared/suppliers'
import { TextLink } from '@/shared/ui/links'

type Props = { answer: ForecastAdviceOrdersOut; onClose: () => void }

/** What became of the drafts, and the way to each: there it is placed, sent and received. */
export function Drafted({ answer, onClose }: Props) {
  const { t } = useText()
  const { drafts, state } = answer
  const taken = drafts.filter(({ error }) => error === null)
  return (
    <Stack>
      <Text role="status">
        {state === 'waiting' ? t('reorder.waiting') : t('reorder.drafted', { count: taken.length })}
      </Text>
      <List>
        {drafts.map((draft) => (
          <List.Item key={draft.batch}>
            <Draft draft={draft} />
          </List.Item>
        ))}
      </List>
      <Group justify="space-between">
        <TextLink to="/orders" search={{ view: 'draft' }}>
          {t('reorder.seeDrafts')}
        </TextLink>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Group>
    </Stack>
  )
}

function Draft({ draft }: { draft: ForecastAdviceOrdersOut['drafts'][number] }) {
  const { t } = useText()
  const supplier = useQuery(supplierQuery(draft.supplier_id))
  const name = supplier.data?.name ?? ''
  if (draft.error) {
    return (
      <Text role="alert" c="var(--mantine-color-error)">
        {t('common.labelled', { label: name, value: draft.error.detail })}
      </Text>
    )
  }
  if (draft.purchase_order_id === null) return name
  return (
    <TextLink to="/orders/$orderId" params={{ orderId: String(draft.purchase_order_id) }}>
      {`${t('orders.order', { id: draft.purchase_order_id })} · ${name}`}
    </TextLink>
  )
}
