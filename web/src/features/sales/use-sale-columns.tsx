import { ActionIcon, Badge, Button, Text, Tooltip } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/products'
import type { Sale } from '@/shared/sales'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'

/** How a sale reads in a table and on a phone; managers get the button that cancels it. */
export function useSaleColumns(rows: readonly Sale[], onVoid: (sale: Sale) => void) {
  const { t, format } = useText()
  const { mayManage } = useUser()
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
  const total = (sale: Sale) => (
    <Text span {...(sale.voided_at ? { td: 'line-through', c: 'dimmed' } : {})}>
      {format.money(sale.quantity * sale.price)}
    </Text>
  )
  const voided = (
    <Badge color="gray" variant="light" tt="none" style={{ overflow: 'visible' }}>
      {t('sales.voided')}
    </Badge>
  )
  const action = (sale: Sale) => {
    if (sale.voided_at) return voided
    if (!mayManage) return null
    return (
      <Tooltip label={t('sales.void')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('sales.void')}
          onClick={() => onVoid(sale)}
        >
          <IconArrowBackUp size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    )
  }

  const columns: Column<Sale>[] = [
    {
      key: 'when',
      title: t('sales.soldAt'),
      fixed: true,
      cell: (sale) => format.instant(sale.sold_at),
    },
    { key: 'product', title: t('sales.product'), cell: product },
    {
      key: 'quantity',
      title: t('sales.quantity'),
      end: true,
      cell: (sale) => format.integer(sale.quantity),
    },
    {
      key: 'price',
      title: t('sales.price'),
      end: true,
      cell: (sale) => format.money(sale.price),
    },
    { key: 'total', title: t('sales.total'), end: true, cell: total },
    { key: 'action', title: t('common.actions'), hideTitle: true, end: true, cell: action },
  ]
  const phoneRow = (sale: Sale): PhoneRow => ({
    title: product(sale),
    value: total(sale),
    detail: `${format.integer(sale.quantity)} × ${format.money(sale.price)} · ${format.instant(sale.sold_at)}`,
    extra: sale.voided_at ? (
      voided
    ) : mayManage ? (
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onVoid(sale)}>
        {t('common.cancel')}
      </Button>
    ) : null,
  })
  return { columns, phoneRow }
}
