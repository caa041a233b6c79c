import { useText } from '@/shared/i18n'
import type { Supplier } from '@/shared/suppliers'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SupplierForm } from './SupplierForm'

/** A supplier that the shop did not have. */
export function NewSupplierPage({ onSaved }: { onSaved: (supplier: Supplier) => void }) {
  const { t } = useText()
  return (
    <>
      <TextLink to="/suppliers" size="sm" display="inline-block" mb="xs">
        {t('suppliers.title')}
      </TextLink>
      <PageHeader title={t('suppliers.new')} />
      <SupplierForm supplier={null} onSaved={onSaved} />
    </>
  )
}
