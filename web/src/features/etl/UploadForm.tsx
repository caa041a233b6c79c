import { Button, Checkbox, FileInput, Group, Stack, TextInput } from '@mantine/core'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { DropZone } from './DropZone'
import { useSayBegun, useUpload } from './jobs'
import { StartPanel } from './StartPanel'
import { saveTemplate } from './template'

export function UploadForm() {
  const { t } = useText()
  const [file, setFile] = useState<File | null>(null)
  const [look, setLook] = useState(true)
  const [source, setSource] = useState('')
  const upload = useUpload()
  const sayBegun = useSayBegun()
  const today = useToday()
  return (
    <StartPanel source="upload">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!file) return
          upload.mutate(
            { file, look, source: source.trim() },
            {
              onSuccess: ({ data }) => {
                setFile(null)
                sayBegun(data, t(look ? 'data.checking' : 'data.started'))
              },
            },
          )
        }}
      >
        <Stack gap="sm">
          <DropZone onDrop={setFile}>
            <FileInput
              aria-label={t('data.choose')}
              placeholder={t('data.choose')}
              accept=".csv,.tsv,.txt,.gz,.zip,.xlsx,.xls,.xlsb,.ods,.html,text/csv"
              leftSection={<IconFileTypeCsv size={18} aria-hidden />}
              value={file}
              onChange={setFile}
            />
          </DropZone>
          <TextInput
            label={t('data.source')}
            description={t('data.sourceText')}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
            pattern="[A-Za-z0-9_.\-]{1,40}"
            maxLength={40}
          />
          <Checkbox
            label={t('data.look')}
            checked={look}
            onChange={(event) => setLook(event.currentTarget.checked)}
          />
          <ProblemAlert failure={upload.error} />
          <Group>
            <Button type="submit" disabled={!file} loading={upload.isPending}>
              {t(look ? 'data.check' : 'data.send')}
            </Button>
            <Button variant="subtle" onClick={() => saveTemplate(today)}>
              {t('data.template')}
            </Button>
          </Group>
        </Stack>
      </form>
    </StartPanel>
  )
}
