import { salesExportSales } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { DownloadButton } from '@/shared/ui/DownloadButton'
import type { rowsFilter } from './search'

type Props = { filter: ReturnType<typeof rowsFilter> }

/** The filtered sales as a file that a double click opens. */
export function ExportButton({ filter }: Props) {
  const { t, format } = useText()
  return (
    <DownloadButton
      label={t('sales.export')}
      name="sales.csv"
      fetchFile={() =>
        salesExportSales({
          query: { ...filter, spreadsheet: format.spreadsheet() },
          parseAs: 'blob',
        })
      }
    />
  )
}
