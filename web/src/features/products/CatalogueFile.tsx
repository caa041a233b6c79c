import { useQueryClient } from '@tanstack/react-query'
import { productsExportProducts, productsImportProducts } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { productsKey } from '@/shared/products'
import { ImportDialog } from '@/shared/sheets/ImportDialog'
import { makeStale } from '@/shared/stale'

/** The catalogue out of a spreadsheet, and into one. */
export function CatalogueFile({ onClose }: { onClose: () => void }) {
  const { t, format } = useText()
  const client = useQueryClient()
  return (
    <ImportDialog
      kinds={[
        {
          name: 'products',
          label: t('products.title'),
          help: t('products.filesHelp'),
          write: (options) =>
            productsExportProducts({ ...options, query: { spreadsheet: format.spreadsheet() } }),
          read: productsImportProducts,
        },
      ]}
      onImported={() => makeStale(client, productsKey)}
      onClose={onClose}
    />
  )
}
