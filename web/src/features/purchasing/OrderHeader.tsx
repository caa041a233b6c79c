import { Button, Group } from '@mantine/core'
import { IconMail, IconPackageImport, IconPencil, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { isOutdated } from '@/shared/ui/ChangedMeanwhile'
import { lateDialog } from '@/shared/ui/late-dialog'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ReasonDialog } from '@/shared/ui/ReasonDialog'
import { notifySuccess } from '@/shared/ui/toast'
import { DocumentsMenu } from './DocumentsMenu'
import { useCancelOrder, useCloseOrder, usePlaceOrder } from './mutations'
import { OrderChanged } from './OrderChanged'
import { isAwaited, isOpen, type Order } from './queries'
import { StatusBadge } from './StatusBadge'

const SendDialog = lateDialog(() => import('./SendDialog').then((part) => part.SendDialog))

/** Which order it is, how it stands, and what comes next. */
export function OrderHeader({ order }: { order: Order }) {
  const { t } = useText()
  const place = usePlaceOrder(order)
  const [sending, send] = useState(false)
  const params = { orderId: String(order.id) }
  return (
    <div>
      <PageHeader
        title={t('orders.order', { id: order.id })}
        subtitle={
          <Group gap="sm">
            <TextLink
              to="/suppliers/$supplierId"
              params={{ supplierId: String(order.supplier_id) }}
            >
              {order.supplier_name}
            </TextLink>
            <StatusBadge order={order} />
          </Group>
        }
      >
        <DocumentsMenu order={order} />
        {isAwaited(order) ? (
          <Button
            variant="default"
            leftSection={<IconMail size={18} aria-hidden />}
            onClick={() => send(true)}
          >
            {t('orders.send')}
          </Button>
        ) : null}
        {isOpen(order) ? (
          <ButtonLink
            to="/orders/$orderId/edit"
            params={params}
            variant="default"
            leftSection={<IconPencil size={18} aria-hidden />}
          >
            {t('common.edit')}
          </ButtonLink>
        ) : null}
        <Endings order={order} />
        {order.status === 'draft' ? (
          <Button
            leftSection={<IconSend size={18} aria-hidden />}
            loading={place.isPending}
            onClick={() =>
              place.mutate(undefined, {
                onSuccess: () => notifySuccess(t('orders.placed', { id: order.id })),
              })
            }
          >
            {t('orders.place')}
          </Button>
        ) : null}
        {isAwaited(order) ? (
          <ButtonLink
            to="/orders/$orderId/receive"
            params={params}
            leftSection={<IconPackageImport size={18} aria-hidden />}
          >
            {t('orders.receive')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      {sending ? <SendDialog order={order} onClose={() => send(false)} /> : null}
      <OrderChanged failure={place.error} lines={order.lines} />
      {isOutdated(place.error) ? null : <ProblemAlert failure={place.error} />}
    </div>
  )
}

/** How an order ends before all of it came. */
function Endings({ order }: { order: Order }) {
  const { t } = useText()
  const [ending, end] = useState<'cancel' | 'close' | null>(null)
  const cancel = useCancelOrder(order)
  const close = useCloseOrder(order)
  const mayCancel = order.status === 'draft' || order.status === 'placed'
  return (
    <>
      {mayCancel ? (
        <Button variant="default" onClick={() => end('cancel')}>
          {t('orders.cancel')}
        </Button>
      ) : null}
      {order.status === 'partially_received' ? (
        <Button variant="default" onClick={() => end('close')}>
          {t('orders.close')}
        </Button>
      ) : null}
      {ending ? (
        <ReasonDialog
          title={t(`orders.${ending}Title`, { id: order.id })}
          text={t(`orders.${ending}Text`)}
          action={t(`orders.${ending}`)}
          done={t(`orders.${ending}Done`, { id: order.id })}
          act={ending === 'cancel' ? cancel : close}
          onClose={() => {
            cancel.reset()
            close.reset()
            end(null)
          }}
        />
      ) : null}
    </>
  )
}
