import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { salesExportSales } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import { saveFile } from '@/shared/save-file'
import { notifyError } from '@/shared/ui/toast'

type Props = {
  filter: { product_id?: number | undefined; from?: string | undefined; to?: string | undefined }
}

/** The filtered sales as a file. A plain link could not carry the access token. */
export function ExportButton({ filter }: Props) {
  const { t } = useText()
  const download = useMutation({
    mutationFn: async () => {
      const { data } = await salesExportSales({ query: filter, parseAs: 'blob' })
      saveFile(data as unknown as Blob, 'sales.csv')
    },
    onError: (failure) => notifyError(problemText(t, failure)),
  })
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
