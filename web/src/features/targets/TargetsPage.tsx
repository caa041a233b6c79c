import { Button, Group } from '@mantine/core'
import { IconTarget } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import { useShop } from '@/shared/shop/use-shop'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { notifySuccess } from '@/shared/ui/toast'
import { LIMIT, targetsQuery, useSetTarget } from './queries'
import type { Target } from './target'
import { useAimText } from './use-aim-text'

const TargetDialog = lateDialog(() => import('./TargetDialog').then((part) => part.TargetDialog))

type Props = { page: number; onPage: (page: number) => void }

/** What advice aims at, where somebody has said it; for all else the shop's service level counts. */
export function TargetsPage({ page, onPage }: Props) {
  const { t, format } = useText()
  const { default_target } = useShop()
  const [open, show] = useState<Target | 'new' | null>(null)
  const list = useQuery(targetsQuery(page))
  const remove = useSetTarget()
  const nameOf = useSubjectName(list.data?.rows ?? [])
  const { columns, phoneRow } = useTargetColumns({
    nameOf,
    onEdit: show,
    onRemove: (target) => {
      const { product_id, category } = target
      remove.mutate(
        { product_id, category, target: null },
        { onSuccess: () => notifySuccess(t('targets.removed', { name: nameOf(target) })) },
      )
    },
  })
  return (
    <>
      <PageHeader
        title={t('targets.title')}
        subtitle={`${t('targets.subtitle')} ${t('targets.shopLevel', { share: format.share(default_target) })}`}
      >
        <Button leftSection={<IconTarget size={18} aria-hidden />} onClick={() => show('new')}>
          {t('targets.new')}
        </Button>
      </PageHeader>
      <SettingsTabs />
      <ProblemAlert failure={remove.error} />
      <ListPanel
        name="targets"
        label={t('targets.title')}
        list={list}
        columns={columns}
        rowKey={({ product_id, category }) => product_id ?? category ?? 'shop'}
        phone={phoneRow}
        pages={{ page, limit: LIMIT, onChange: onPage }}
        empty={
          <EmptyState icon={IconTarget} title={t('targets.empty')} text={t('targets.emptyText')} />
        }
      />
      {open ? (
        <TargetDialog
          target={open === 'new' ? null : open}
          name={open === 'new' ? '' : nameOf(open)}
          onClose={() => show(null)}
        />
      ) : null}
    </>
  )
}

/** Of what a target is, as people call it. */
function useSubjectName(rows: readonly Target[]) {
  const { t } = useText()
  const products = useProductNames(rows.flatMap(({ product_id }) => product_id ?? []))
  return ({ product_id, category }: Target) =>
    product_id === null
      ? (category ?? t('targets.wholeShop'))
      : (products.get(product_id)?.name ?? t('sales.unknownProduct', { id: product_id }))
}

type Acts = {
  nameOf: (target: Target) => string
  onEdit: (target: Target) => void
  onRemove: (target: Target) => void
}

function useTargetColumns({ nameOf, onEdit, onRemove }: Acts) {
  const { t, format } = useText()
  const aim = useAimText()
  const subject = (target: Target) =>
    target.product_id === null ? (
      nameOf(target)
    ) : (
      <TextLink to="/products/$productId" params={{ productId: String(target.product_id) }}>
        {nameOf(target)}
      </TextLink>
    )
  const since = ({ updated_at }: Target) => (updated_at ? format.lately(updated_at) : '–')
  // The whole shop is its own name already.
  const scope = (target: Target) =>
    target.scope === 'shop' ? '' : t(`targets.scopes.${target.scope}`)
  const actions = (target: Target) => (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('targets.editOf', { name: nameOf(target) })}
        onClick={() => onEdit(target)}
      >
        {t('common.edit')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={t('targets.removeOf', { name: nameOf(target) })}
        onClick={() => onRemove(target)}
      >
        {t('targets.remove')}
      </Button>
    </Group>
  )
  const columns: Column<Target>[] = [
    { key: 'scope', title: t('targets.scope'), fixed: true, cell: scope },
    { key: 'subject', title: t('targets.subject'), cell: subject },
    { key: 'aim', title: t('targets.aim'), cell: ({ target }) => aim(target) },
    { key: 'since', title: t('targets.since'), fixed: true, cell: since },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: actions },
  ]
  const phoneRow = (target: Target): PhoneRow => ({
    title: subject(target),
    value: scope(target),
    detail: aim(target.target),
    extra: actions(target),
  })
  return { columns, phoneRow }
}
