import { Badge, Button, Group, SegmentedControl, Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArchive, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { type Supplier, supplierQuery } from '@/shared/suppliers'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useArchiveSupplier } from './mutations'
import { SupplierForm } from './SupplierForm'
import { type OneSearch, type Tab, tabs } from './search'
import { TermsTable } from './TermsTable'

type Props = {
  id: number
  search: OneSearch
  onSearch: (change: OneSearch, options?: { replace: boolean }) => void
  onArchived: () => void
}

/** One supplier: what it sells and at which terms, and how one orders from it. */
export function SupplierPage({ id, search, onSearch, onArchived }: Props) {
  const { t } = useText()
  const supplier = useQuery(supplierQuery(id))
  if (supplier.isError) {
    return <ProblemAlert failure={supplier.error} onRetry={() => void supplier.refetch()} />
  }
  const tab = search.tab ?? 'products'
  return (
    <>
      <TextLink to="/suppliers" size="sm" display="inline-block" mb="xs">
        {t('suppliers.title')}
      </TextLink>
      {supplier.data ? (
        <>
          <Header supplier={supplier.data} onArchived={onArchived} />
          <SegmentedControl
            mb="md"
            aria-label={t('suppliers.part')}
            value={tab}
            onChange={(value) => onSearch({ tab: value as Tab, q: undefined, page: undefined })}
            data={tabs.map((value) => ({ value, label: t(`suppliers.tabs.${value}`) }))}
          />
          {tab === 'products' ? (
            <TermsTable supplier={supplier.data} search={search} onSearch={onSearch} />
          ) : (
            <SupplierForm key={id} supplier={supplier.data} />
          )}
        </>
      ) : (
        <Skeleton height={320} />
      )}
    </>
  )
}

function Header({ supplier, onArchived }: { supplier: Supplier; onArchived: () => void }) {
  const { t } = useText()
  const [asking, ask] = useDisclosure(false)
  const archive = useArchiveSupplier(supplier.id)
  const { promised, late: lateOnes } = supplier.deliveries
  const late = promised > 0 ? t('suppliers.lateOf', { count: lateOnes, promised }) : null
  return (
    <>
      <PageHeader
        title={supplier.name}
        subtitle={
          <Group gap="xs">
            {[supplier.email, supplier.phone, late].filter(Boolean).join(' · ')}
            {supplier.archived ? (
              <Badge color="gray" variant="light" tt="none">
                {t('common.archived')}
              </Badge>
            ) : null}
          </Group>
        }
      >
        {supplier.archived ? null : (
          <>
            <Button
              variant="default"
              leftSection={<IconArchive size={18} aria-hidden />}
              onClick={ask.open}
            >
              {t('common.archive')}
            </Button>
            <ButtonLink
              to="/orders/new"
              search={{ supplier: supplier.id }}
              leftSection={<IconPlus size={18} aria-hidden />}
            >
              {t('suppliers.order')}
            </ButtonLink>
          </>
        )}
      </PageHeader>
      <ConfirmDialog
        opened={asking}
        title={t('suppliers.archiveTitle', { name: supplier.name })}
        text={t('suppliers.archiveText')}
        action={t('common.archive')}
        pending={archive.isPending}
        failure={archive.error}
        onClose={ask.close}
        onConfirm={() =>
          archive.mutate(undefined, {
            onSuccess: () => {
              notifySuccess(t('suppliers.archivedDone', { name: supplier.name }))
              onArchived()
            },
          })
        }
      />
    </>
  )
}
