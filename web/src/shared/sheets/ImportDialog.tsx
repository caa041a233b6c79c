import { Alert, Box, Button, FileInput, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileTypeCsv } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ProductsFileImportOut } from '@/api/gen/types.gen'
import { useDownload } from '../download'
import { useText } from '../i18n'
import { plainText } from '../plain-text'
import { fieldText, wordsFor } from '../problem'
import { Dialog, DialogForm } from '../ui/Dialog'
import { notifySuccess } from '../ui/toast'

type SheetRequest = { body: string; query: { dry_run: boolean } }

/** What a file may hold. */
export type SheetKind = {
  /** Also the name of the file that is written. */
  name: string
  label: string
  /** What one row is, and what becomes of what the file does not say. */
  help: string
  write: (options: { parseAs: 'blob' }) => Promise<{ data: unknown }>
  read: (request: SheetRequest) => Promise<{ data: ProductsFileImportOut }>
}

type Props = {
  kinds: readonly [SheetKind, ...SheetKind[]]
  onImported: () => void
  onClose: () => void
}
type Sheet = { kind: SheetKind; file: File; dryRun: boolean }

/** Sends the file as it is: the service reads its encoding. A dry run changes nothing. */
async function send({ kind, file, dryRun }: Sheet) {
  const query = { dry_run: dryRun }
  const { data } = await kind.read({ body: file as unknown as string, query })
  await wordsFor(data.rejected.map(({ code }) => code))
  return data
}

/** Rows out of a spreadsheet, and into one. What a file would change is shown first. */
export function ImportDialog({ kinds, onImported, onClose }: Props) {
  const { t } = useText()
  const [chosenKind, setKind] = useState(kinds[0].name)
  const [file, setFile] = useState<File | null>(null)
  const check = useMutation({ mutationFn: send })
  const take = useMutation({ mutationFn: send, onSettled: onImported })
  const kind = kinds.find(({ name }) => name === chosenKind) ?? kinds[0]
  const download = useDownload(() => kind.write({ parseAs: 'blob' }), `${kind.name}.csv`)
  const found = check.data

  function choose(chosen: File | null, of: SheetKind) {
    setFile(chosen)
    setKind(of.name)
    check.reset()
    take.reset()
    if (chosen) check.mutate({ kind: of, file: chosen, dryRun: true })
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('sheets.title')}
      size="lg"
      closeOnClickOutside={false}
    >
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          if (!file) return
          take.mutate(
            { kind, file, dryRun: false },
            {
              onSuccess: ({ created, changed }) => {
                notifySuccess(t('sheets.imported', { created, changed }))
                onClose()
              },
            },
          )
        }}
        action={t('common.import')}
        pending={take.isPending}
        disabled={!found || found.rejected.length > 0 || found.created + found.changed === 0}
        failure={take.error ?? check.error}
        leave={t('common.close')}
        onClose={onClose}
      >
        {kinds.length > 1 ? (
          <SegmentedControl
            aria-label={t('sheets.kind')}
            value={kind.name}
            onChange={(name) => choose(file, kinds.find((one) => one.name === name) ?? kind)}
            data={kinds.map(({ name, label }) => ({ value: name, label }))}
          />
        ) : null}
        <Text size="sm" c="dimmed">
          {kind.help}
        </Text>
        <Group>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {t('sheets.download')}
          </Button>
        </Group>
        <FileInput
          label={t('sheets.file')}
          placeholder={t('sheets.choose')}
          accept=".csv,.txt,text/csv"
          leftSection={<IconFileTypeCsv size={18} aria-hidden />}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          value={file}
          onChange={(chosen) => choose(chosen, kind)}
        />
        <div aria-live="polite">
          {check.isPending ? <Text size="sm">{t('common.loading')}</Text> : null}
          {found ? <Preview found={found} /> : null}
        </div>
      </DialogForm>
    </Dialog>
  )
}

function Preview({ found }: { found: ProductsFileImportOut }) {
  const { t } = useText()
  const { created, changed, unchanged, rejected, changes } = found
  return (
    <Stack gap="sm">
      <Text fw={600}>{t('sheets.preview', { created, changed, unchanged })}</Text>
      {rejected.length > 0 ? (
        <Alert role="alert" color="red" variant="light">
          {t('sheets.rejected', { count: rejected.length })}
          <Rows>
            {rejected.map(({ line, field, code }) => (
              <li key={`${line} ${field}`}>
                {t('sheets.rejectedRow', { line, field, text: fieldText(t, code) })}
              </li>
            ))}
          </Rows>
        </Alert>
      ) : null}
      <Rows>
        {changes.map((row) => (
          <li key={row.line}>
            {t(row.created ? 'sheets.rowNew' : 'sheets.rowChanged', {
              line: row.line,
              name: row.name,
              fields: changesText(row.changes),
            })}
          </li>
        ))}
      </Rows>
      {created + changed > changes.length ? (
        <Text size="sm" c="dimmed">
          {t('sheets.more', { count: created + changed - changes.length })}
        </Text>
      ) : null}
    </Stack>
  )
}

function Rows({ children }: { children: ReactNode }) {
  return (
    <Box mah={200} tabIndex={0} style={{ overflowY: 'auto' }}>
      <Text component="ul" size="sm" m={0} pl="lg">
        {children}
      </Text>
    </Box>
  )
}

function changesText(changes: Record<string, unknown>): string {
  return Object.entries(changes)
    .map(([field, change]) => {
      const { from, to } = change as { from: unknown; to: unknown }
      return `${field} ${plainText(from)} → ${plainText(to)}`
    })
    .join(', ')
}
