import { useQueryClient } from '@tanstack/react-query'
import {
  productsExportSuppliers,
  productsExportTerms,
  productsImportSuppliers,
  productsImportTerms,
} from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { ImportDialog as SheetDialog } from '@/shared/sheets/ImportDialog'
import { makeStale } from '@/shared/stale'
import { suppliersKey } from '@/shared/suppliers'

/** Suppliers and terms out of a spreadsheet, and into one. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t, format } = useText()
  const client = useQueryClient()
  const words = (name: 'suppliers' | 'terms') => ({
    name,
    label: t(`suppliers.kinds.${name}`),
    help: t(`suppliers.kindHelp.${name}`),
  })
  return (
    <SheetDialog
      kinds={[
        {
          ...words('suppliers'),
          write: (options) =>
            productsExportSuppliers({ ...options, query: { spreadsheet: format.spreadsheet() } }),
          read: productsImportSuppliers,
        },
        {
          ...words('terms'),
          write: (options) =>
            productsExportTerms({ ...options, query: { spreadsheet: format.spreadsheet() } }),
          read: productsImportTerms,
        },
      ]}
      onImported={() => makeStale(client, suppliersKey)}
      onClose={onClose}
    />
  )
}
