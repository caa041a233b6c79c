import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useDownload } from '@/shared/download'

type Props = {
  label: string
  name: string
  fetchFile: () => Promise<{ data: unknown }>
}

/** Something as a file, which a plain link could not fetch without the access token. */
export function DownloadButton({ label, name, fetchFile }: Props) {
  const download = useDownload(fetchFile, name)
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {label}
    </Button>
  )
}
