import { ActionIcon, Badge, Group, Text } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Supplier, Terms } from '@/shared/suppliers'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { Tooltip } from '@/shared/ui/Tooltip'
import { Truncated } from '@/shared/ui/Truncated'
import { useTermsCells } from './use-terms-cells'

type Actions = { onEdit: (terms: Terms) => void; onRemove: (terms: Terms) => void }

export function useTermsColumns(supplier: Supplier, rows: readonly Terms[], actions: Actions) {
  const { t } = useText()
  const products = useProductNames(rows.map(({ product_id }) => product_id))
  const unit = (terms: Terms) => products.get(terms.product_id)?.unit
  const name = (terms: Terms) => (
    <Group gap="xs">
      <Truncated>
        <TextLink
          to="/products/$productId"
          params={{ productId: String(terms.product_id) }}
          fw={600}
        >
          {terms.product_name}
        </TextLink>
      </Truncated>
      {terms.preferred ? (
        <Badge variant="light" tt="none">
          {t('terms.usual')}
        </Badge>
      ) : null}
    </Group>
  )
  const { units, cost, breaks, leadTime } = useTermsCells()
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
      words: true,
      cell: ({ sku }) => (
        <Text span inherit c="dimmed">
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
          {cost(supplier, terms)}
          <Text size="xs" c="dimmed">
            {breaks(supplier, terms, unit(terms))}
          </Text>
        </>
      ),
    },
    {
      key: 'multiple',
      title: t('terms.order_multiple'),
      end: true,
      cell: (terms) => units(terms.order_multiple, unit(terms)),
    },
    {
      key: 'least',
      title: t('terms.minimum_quantity'),
      end: true,
      cell: (terms) => (terms.minimum_quantity ? units(terms.minimum_quantity, unit(terms)) : '–'),
    },
    {
      key: 'lead',
      title: t('terms.lead_time_days'),
      end: true,
      cell: (terms) => leadTime(supplier, terms),
    },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: buttons },
  ]
  const phoneRow = (terms: Terms): PhoneRow => ({
    title: name(terms),
    value: cost(supplier, terms),
    detail: (
      <>
        {[terms.sku, t('terms.by', { quantity: units(terms.order_multiple, unit(terms)) })]
          .filter(Boolean)
          .join(' · ')}{' '}
        · {leadTime(supplier, terms)}
      </>
    ),
    extra: buttons(terms),
  })
  return { columns, phoneRow }
}
