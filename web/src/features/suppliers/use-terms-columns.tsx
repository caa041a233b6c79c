import { ActionIcon, Badge, Group, Text, Tooltip } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Supplier, Terms } from '@/shared/suppliers'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'

type Actions = { onEdit: (terms: Terms) => void; onRemove: (terms: Terms) => void }

export function useTermsColumns(supplier: Supplier, rows: readonly Terms[], actions: Actions) {
  const { t, format } = useText()
  const products = useProductNames(rows.map(({ product_id }) => product_id))
  const units = (terms: Terms, value: number) =>
    format.quantity(value, products.get(terms.product_id)?.unit)
  const name = (terms: Terms) => (
    <Group gap="xs">
      <TextLink to="/products/$productId" params={{ productId: String(terms.product_id) }} fw={600}>
        {terms.product_name}
      </TextLink>
      {terms.preferred ? (
        <Badge variant="light" tt="none">
          {t('terms.usual')}
        </Badge>
      ) : null}
    </Group>
  )
  const cost = (terms: Terms) => format.cost(terms.unit_cost, supplier.currency)
  const breaks = (terms: Terms) =>
    terms.price_breaks
      .map((step) =>
        t('terms.break', {
          quantity: units(terms, step.from_quantity),
          cost: format.cost(step.unit_cost, supplier.currency),
        }),
      )
      .join(' · ')
  const leadTime = (terms: Terms) => {
    const { lead_time_p50: usual, lead_time_p90: most } = terms
    if (terms.lead_time_source !== 'typed' && usual !== null && most !== null) {
      return (
        <>
          {t('terms.learnedDays', { count: Math.round(usual) })}
          <Text size="xs" c="dimmed">
            {t('terms.learnedHelp', {
              count: terms.lead_time_receipts,
              p90: format.integer(Math.ceil(most)),
            })}
          </Text>
        </>
      )
    }
    const days = terms.lead_time_days ?? supplier.lead_time_days
    return days === null ? '–' : t('suppliers.days', { count: days })
  }
  const buttons = (terms: Terms) =>
    supplier.archived ? null : (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        <Tooltip label={t('common.edit')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('terms.edit', { name: terms.product_name })}
            onClick={() => actions.onEdit(terms)}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('common.remove')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('terms.remove', { name: terms.product_name })}
            onClick={() => actions.onRemove(terms)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    )
  const columns: Column<Terms>[] = [
    { key: 'product', title: t('picker.label'), cell: name },
    {
      key: 'sku',
      title: t('terms.sku'),
      cell: ({ sku }) => (
        <Text span c="dimmed">
          {sku ?? '–'}
        </Text>
      ),
    },
    {
      key: 'cost',
      title: t('terms.unit_cost'),
      end: true,
      cell: (terms) => (
        <>
          {cost(terms)}
          <Text size="xs" c="dimmed">
            {breaks(terms)}
          </Text>
        </>
      ),
    },
    {
      key: 'multiple',
      title: t('terms.order_multiple'),
      end: true,
      cell: (terms) => units(terms, terms.order_multiple),
    },
    {
      key: 'least',
      title: t('terms.minimum_quantity'),
      end: true,
      cell: (terms) => (terms.minimum_quantity ? units(terms, terms.minimum_quantity) : '–'),
    },
    { key: 'lead', title: t('terms.lead_time_days'), end: true, cell: leadTime },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: buttons },
  ]
  const phoneRow = (terms: Terms): PhoneRow => ({
    title: name(terms),
    value: cost(terms),
    detail: (
      <>
        {[terms.sku, t('terms.by', { quantity: units(terms, terms.order_multiple) })]
          .filter(Boolean)
          .join(' · ')}{' '}
        · {leadTime(terms)}
      </>
    ),
    extra: buttons(terms),
  })
  return { columns, phoneRow }
}
