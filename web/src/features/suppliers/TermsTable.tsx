import { ActionIcon, Badge, Group, Text, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconPackage, IconPencil, IconSearch, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useKeptValues } from '@/shared/kept-values'
import { useProductNames } from '@/shared/product-names'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { type Supplier, type Terms, termsQuery } from '@/shared/suppliers'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { TextLink } from '@/shared/ui/links'
import { notifySuccess } from '@/shared/ui/toast'
import { useSetTerms } from './mutations'
import { LIMIT, type OneSearch, termsFilter } from './search'
import { type KeptTerms, TermsDialog } from './TermsDialog'
import type { Edited } from './terms-values'

type Props = {
  supplier: Supplier
  search: OneSearch
  onSearch: (change: OneSearch, options?: { replace: boolean }) => void
}

const editedOf = (terms: Terms): Edited => ({
  product: { id: terms.product_id, name: terms.product_name },
  terms,
})

/** What a supplier sells; picking a product adds it, or opens what there is of it. */
export function TermsTable({ supplier, search, onSearch }: Props) {
  const { t } = useText()
  const kept = useKeptValues<KeptTerms>(`terms/${supplier.id}`)
  const [edited, edit] = useState<Edited | null>(kept?.edited ?? null)
  const [removing, remove] = useState<Terms | null>(null)
  const list = useQuery(termsQuery(supplier.id, termsFilter(search)))
  const rows = list.data?.rows ?? []
  const { columns, phoneRow } = useTermsColumns(supplier, rows, {
    onEdit: (terms) => edit(editedOf(terms)),
    onRemove: remove,
  })
  const searchFor = useDebouncedCallback(
    (text: string) => onSearch({ q: text.trim() || undefined, page: undefined }, { replace: true }),
    200,
  )
  return (
    <>
      <Group mb="md" gap="sm" align="flex-end">
        <TextInput
          type="search"
          label={t('terms.search')}
          placeholder={t('terms.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          defaultValue={search.q ?? ''}
          onChange={(event) => searchFor(event.currentTarget.value)}
          style={{ flex: '1 1 14rem' }}
        />
        {supplier.archived ? null : (
          <div style={{ flex: '1 1 14rem' }}>
            <ProductPicker
              label={t('terms.add')}
              value={null}
              onPick={(product) => {
                if (!product) return
                const here = rows.find(({ product_id }) => product_id === product.id)
                edit(here ? editedOf(here) : { product, terms: null })
              }}
            />
          </div>
        )}
      </Group>
      <ListPanel
        label={t('terms.title')}
        list={list}
        columns={columns}
        rowKey={({ product_id }) => product_id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconPackage}
            title={t(search.q ? 'terms.nothing' : 'terms.empty')}
            {...(search.q ? {} : { text: t('terms.emptyText') })}
          />
        }
      />
      {edited ? (
        <TermsDialog
          key={edited.product.id}
          supplier={supplier}
          edited={edited}
          kept={kept?.edited.product.id === edited.product.id ? kept.values : undefined}
          onClose={() => edit(null)}
        />
      ) : null}
      {removing ? (
        <RemoveDialog supplier={supplier} terms={removing} onClose={() => remove(null)} />
      ) : null}
    </>
  )
}

type Removing = { supplier: Supplier; terms: Terms; onClose: () => void }

function RemoveDialog({ supplier, terms, onClose }: Removing) {
  const { t } = useText()
  const save = useSetTerms(supplier.id)
  return (
    <ConfirmDialog
      opened
      title={t('terms.removeTitle', { name: terms.product_name })}
      text={t('terms.removeText', { supplier: supplier.name })}
      action={t('common.remove')}
      pending={save.isPending}
      failure={save.error}
      onClose={onClose}
      onConfirm={() =>
        save.mutate(
          { product_id: terms.product_id, removed: true, version: terms.version },
          {
            onSuccess: () => {
              notifySuccess(t('terms.removed', { name: terms.product_name }))
              onClose()
            },
          },
        )
      }
    />
  )
}

type Actions = { onEdit: (terms: Terms) => void; onRemove: (terms: Terms) => void }

function useTermsColumns(supplier: Supplier, rows: readonly Terms[], actions: Actions) {
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
