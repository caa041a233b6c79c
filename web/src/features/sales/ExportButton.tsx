import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { salesExportSales } from '@/api/gen/sdk.gen'
import { useDownload } from '@/shared/download'
import { useText } from '@/shared/i18n'

type Props = {
  filter: { product_id?: number | undefined; from?: string | undefined; to?: string | undefined }
}

/** The filtered sales as a file. */
export function ExportButton({ filter }: Props) {
  const { t } = useText()
  const download = useDownload(
    () => salesExportSales({ query: filter, parseAs: 'blob' }),
    'sales.csv',
  )
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t('sales.export')}
    </Button>
  )
}
