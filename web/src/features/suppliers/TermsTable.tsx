import { Group, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconPackage, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useKeptValues } from '@/shared/kept-values'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { type Supplier, type Terms, termsQuery } from '@/shared/suppliers'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { notifySuccess } from '@/shared/ui/toast'
import { useSetTerms } from './mutations'
import { LIMIT, type OneSearch, termsFilter } from './search'
import type { KeptTerms } from './TermsDialog'
import type { Edited } from './terms-values'
import { useTermsColumns } from './use-terms-columns'

const TermsDialog = lateDialog(() => import('./TermsDialog').then((part) => part.TermsDialog))

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
              kind="product"
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
        name="terms"
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
