import { ActionIcon, Badge, Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp, IconPackageImport } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { usePersonName } from '@/shared/people'
import { useProductNames } from '@/shared/product-names'
import { lineTotal } from '@/shared/quantity'
import { type Sale, soldWhen } from '@/shared/sales'
import { useTax } from '@/shared/shop/use-tax'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { Tooltip } from '@/shared/ui/Tooltip'
import { Truncated } from '@/shared/ui/Truncated'
import { useUser } from '@/shared/user'
import { useVoidedText } from './use-sale-named'

type Actions = { onVoid: (sale: Sale) => void; onReturn: (sale: Sale) => void }

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * How a sale reads in a table and on a phone; managers get the button that cancels it. Whoever
 * sold it takes parts of it back for a day, managers always.
 */
export function useSaleColumns(rows: readonly Sale[], { onVoid, onReturn }: Actions) {
  const { t, format } = useText()
  const taxed = useTax()
  const voidedText = useVoidedText()
  const { user, maySell, mayManage } = useUser()
  const { several, nameOf } = useLocations()
  const personName = usePersonName()
  const names = useProductNames(rows.map((sale) => sale.product_id))

  const product = (sale: Sale) => {
    const known = names.get(sale.product_id)
    if (!known) return t('sales.unknownProduct', { id: sale.product_id })
    return (
      <TextLink to="/products/$productId" params={{ productId: String(known.id) }} fw={600}>
        {known.name}
      </TextLink>
    )
  }
  const productAndWhy = (sale: Sale) => {
    const why = voidedText(sale)
    return (
      <>
        {product(sale)}
        {why ? (
          <Text component="div" size="xs" c="dimmed">
            <Truncated>{why}</Truncated>
          </Text>
        ) : null}
      </>
    )
  }
  const total = (sale: Sale) => (
    <Text span inherit {...(sale.voided_at ? { td: 'line-through', c: 'dimmed' } : {})}>
      {format.money(lineTotal(sale))}
    </Text>
  )
  const quantity = (sale: Sale) => {
    const unit = names.get(sale.product_id)?.unit
    const all = format.quantity(sale.quantity, unit)
    if (!(sale.returned > 0)) return all
    const returned = format.quantity(sale.returned, unit)
    return t('sales.quantityReturned', { quantity: all, returned, count: sale.returned })
  }
  const mayReturn = (sale: Sale) => {
    const isOwn = sale.user_id === user?.id && Date.now() - Date.parse(sale.sold_at) < DAY_MS
    return !sale.voided_at && sale.returned < sale.quantity && (mayManage || (maySell && isOwn))
  }
  const voided = (
    <Badge color="gray" variant="light" tt="none">
      {t('sales.voided')}
    </Badge>
  )
  const action = (sale: Sale) => {
    const button = (label: string, Icon: typeof IconArrowBackUp, onClick: () => void) => (
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
          <Icon size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    )
    return (
      // As wide with a badge as with buttons, whichever a page has.
      <Group gap={4} justify="flex-end" wrap="nowrap" miw="5.5rem">
        {sale.voided_at ? voided : null}
        {mayReturn(sale)
          ? button(t('sales.return'), IconPackageImport, () => onReturn(sale))
          : null}
        {mayManage && !sale.voided_at
          ? button(t('sales.void'), IconArrowBackUp, () => onVoid(sale))
          : null}
      </Group>
    )
  }

  const columns: Column<Sale>[] = [
    {
      key: 'when',
      title: t('sales.soldAt'),
      fixed: true,
      sort: 'sold_at',
      cell: (sale) => soldWhen(format, sale),
    },
    { key: 'product', title: t('sales.product'), words: true, cell: productAndWhy },
    { key: 'who', title: t('sales.soldBy'), cell: (sale) => personName(sale.user_id) },
    ...(several
      ? [
          {
            key: 'place',
            title: t('common.location'),
            cell: (sale: Sale) => nameOf(sale.location_id),
          },
        ]
      : []),
    {
      key: 'quantity',
      title: t('sales.quantity'),
      end: true,
      sort: 'quantity',
      cell: quantity,
    },
    {
      key: 'price',
      title: taxed(t('sales.price')),
      end: true,
      cell: (sale) => format.money(sale.price),
    },
    { key: 'total', title: taxed(t('sales.total')), end: true, sort: 'total', cell: total },
    { key: 'action', title: t('common.actions'), hideTitle: true, end: true, cell: action },
  ]
  const phoneRow = (sale: Sale): PhoneRow => ({
    title: (
      <>
        {product(sale)}
        <Text size="sm" c="dimmed">
          {`${quantity(sale)} × ${format.money(sale.price)}`}
        </Text>
      </>
    ),
    value: total(sale),
    detail: soldWhen(format, sale),
    extra: sale.voided_at ? (
      voidedText(sale)
    ) : (
      <Group gap={4}>
        {mayReturn(sale) ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onReturn(sale)}>
            {t('sales.return')}
          </Button>
        ) : null}
        {mayManage ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onVoid(sale)}>
            {t('sales.void')}
          </Button>
        ) : null}
      </Group>
    ),
  })
  return { columns, phoneRow }
}
