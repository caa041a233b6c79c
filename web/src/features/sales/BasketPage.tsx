import { Badge, Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowBackUp, IconReceipt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { usePersonName } from '@/shared/people'
import { useProductNames } from '@/shared/product-names'
import type { Product } from '@/shared/products'
import { lineTotal } from '@/shared/quantity'
import type { Sale } from '@/shared/sales'
import { useTax } from '@/shared/shop/use-tax'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { Facts } from '@/shared/ui/Facts'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import { basketQuery, type SoldBasket, useVoidBasket } from './basket-queries'
import { soldOf } from './sold-basket'
import { useVoidedText } from './use-sale-named'

const ReceiptDialog = lateDialog(() =>
  import('./till/ReceiptDialog').then((part) => part.ReceiptDialog),
)

/** One basket with its lines; managers take it back as a whole. */
export function BasketPage({ id }: { id: number }) {
  const { t } = useText()
  const basket = useQuery(basketQuery(id))
  if (basket.isError) {
    return <ProblemAlert failure={basket.error} onRetry={() => void basket.refetch()} />
  }
  return (
    <>
      <TextLink to="/sales/baskets" size="sm" display="inline-block" mb="xs">
        {t('baskets.title')}
      </TextLink>
      {basket.data ? <Found basket={basket.data} /> : <Skeleton height={320} />}
    </>
  )
}

function Found({ basket }: { basket: SoldBasket }) {
  const { t, format } = useText()
  const taxed = useTax()
  const { mayManage } = useUser()
  const { several, nameOf } = useLocations()
  const personName = usePersonName()
  const [asking, ask] = useDisclosure(false)
  const [isReceipt, receipt] = useDisclosure(false)
  const names = useProductNames(basket.lines.map(({ product_id }) => product_id))
  const sold = soldOf(basket, names)
  const { columns, phoneRow } = useLineColumns(names)
  return (
    <>
      <PageHeader
        title={t('baskets.one', { id: basket.id })}
        subtitle={
          <Group gap="xs">
            {format.instant(basket.sold_at)}
            {basket.voided ? (
              <Badge color="gray" variant="light" tt="none">
                {t('sales.voided')}
              </Badge>
            ) : null}
          </Group>
        }
      >
        {sold ? (
          <Button
            variant="default"
            leftSection={<IconReceipt size={18} aria-hidden />}
            onClick={receipt.open}
          >
            {t('till.receipt')}
          </Button>
        ) : null}
        {mayManage && !basket.voided ? (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={18} aria-hidden />}
            onClick={ask.open}
          >
            {t('baskets.void')}
          </Button>
        ) : null}
      </PageHeader>
      <Stack>
        <Facts
          facts={[
            [taxed(t('sales.total')), format.money(basket.total)],
            [t('baskets.discount'), basket.discount > 0 ? format.money(basket.discount) : null],
            [
              t('baskets.net'),
              basket.net_total === basket.total ? null : format.money(basket.net_total),
            ],
            [t('movements.who'), personName(basket.user_id)],
            [t('common.location'), several ? nameOf(basket.location_id) : null],
          ]}
        />
        <div className="panel">
          <DataTable
            name="basket-lines"
            label={t('orders.lines')}
            rows={basket.lines}
            columns={columns}
            rowKey={({ id }) => id}
            phone={phoneRow}
          />
        </div>
      </Stack>
      {isReceipt && sold ? <ReceiptDialog entry={sold} onClose={receipt.close} /> : null}
      {asking ? <VoidBasket id={basket.id} onClose={ask.close} /> : null}
    </>
  )
}

function VoidBasket({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const cancel = useVoidBasket(id)
  return (
    <ConfirmDialog
      opened
      title={t('baskets.voidTitle', { id })}
      text={t('baskets.voidText')}
      action={t('baskets.void')}
      pending={cancel.isPending}
      failure={cancel.error}
      disabled={reason.trim() === ''}
      onClose={onClose}
      onConfirm={() =>
        cancel.mutate(reason.trim(), {
          onSuccess: () => {
            notifySuccess(t('baskets.voidDone', { id }))
            onClose()
          },
        })
      }
    >
      <TextInput
        label={t('sales.voidReason')}
        data-autofocus
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

function useLineColumns(names: ReadonlyMap<number, Product>) {
  const { t, format } = useText()
  const voidedText = useVoidedText()
  const taxed = useTax()
  const product = (line: Sale) => {
    const known = names.get(line.product_id)
    return (
      <TextLink to="/products/$productId" params={{ productId: String(line.product_id) }} fw={600}>
        {known?.name ?? t('sales.unknownProduct', { id: line.product_id })}
      </TextLink>
    )
  }
  const quantity = (line: Sale) => {
    const unit = names.get(line.product_id)?.unit
    const all = format.quantity(line.quantity, unit)
    if (!(line.returned > 0)) return all
    const returned = format.quantity(line.returned, unit)
    return t('sales.quantityReturned', { quantity: all, returned, count: line.returned })
  }
  const total = (line: Sale) => (
    <Text span {...(line.voided_at ? { td: 'line-through', c: 'dimmed' } : {})}>
      {format.money(lineTotal(line))}
    </Text>
  )
  const columns: Column<Sale>[] = [
    { key: 'product', title: t('sales.product'), words: true, cell: product },
    { key: 'quantity', title: t('sales.quantity'), end: true, cell: quantity },
    {
      key: 'price',
      title: taxed(t('sales.price')),
      end: true,
      cell: (line) => format.money(line.price),
    },
    { key: 'total', title: taxed(t('sales.total')), end: true, cell: total },
    { key: 'told', title: t('sales.status'), cell: voidedText },
  ]
  const phoneRow = (line: Sale): PhoneRow => ({
    title: product(line),
    value: total(line),
    detail: `${quantity(line)} × ${format.money(line.price)}`,
    extra: voidedText(line),
  })
  return { columns, phoneRow }
}
