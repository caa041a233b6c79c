import { Alert, Button, FileInput, Group, List, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import { productsExportSuppliers, productsExportTerms } from '@/api/gen/sdk.gen'
import type { ProductsSupplierImportOut } from '@/api/gen/types.gen'
import { useDownload } from '@/shared/download'
import { useText } from '@/shared/i18n'
import { plainText } from '@/shared/plain-text'
import { fieldText } from '@/shared/problem'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { notifySuccess } from '@/shared/ui/toast'
import { type Kind, useImport } from './mutations'

const kinds = ['suppliers', 'terms'] as const

/** Suppliers and terms out of a spreadsheet, and into one. What a file would change is shown first. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const [kind, setKind] = useState<Kind>('suppliers')
  const [file, setFile] = useState<File | null>(null)
  const check = useImport()
  const send = useImport()
  const download = useDownload(
    () =>
      kind === 'suppliers'
        ? productsExportSuppliers({ parseAs: 'blob' })
        : productsExportTerms({ parseAs: 'blob' }),
    `${kind}.csv`,
  )
  const found = check.data

  function choose(chosen: File | null, of: Kind) {
    setFile(chosen)
    setKind(of)
    check.reset()
    send.reset()
    if (chosen) check.mutate({ kind: of, file: chosen, dryRun: true })
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('suppliers.files')}
      size="lg"
      closeOnClickOutside={false}
    >
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          if (!file) return
          send.mutate(
            { kind, file, dryRun: false },
            {
              onSuccess: ({ created, changed }) => {
                notifySuccess(t('suppliers.imported', { created, changed }))
                onClose()
              },
            },
          )
        }}
        action={t('common.import')}
        pending={send.isPending}
        disabled={!found || found.rejected.length > 0 || found.created + found.changed === 0}
        failure={send.error ?? check.error}
        leave={t('common.close')}
        onClose={onClose}
      >
        <SegmentedControl
          aria-label={t('suppliers.kind')}
          value={kind}
          onChange={(value) => choose(file, value as Kind)}
          data={kinds.map((value) => ({ value, label: t(`suppliers.kinds.${value}`) }))}
        />
        <Text size="sm" c="dimmed">
          {t(`suppliers.kindHelp.${kind}`)}
        </Text>
        <Group>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {t('suppliers.download')}
          </Button>
        </Group>
        <FileInput
          label={t('suppliers.file')}
          placeholder={t('suppliers.choose')}
          accept=".csv,.txt,text/csv"
          leftSection={<IconFileTypeCsv size={18} aria-hidden />}
          clearable
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

const SHOWN = 10

function Preview({ found }: { found: ProductsSupplierImportOut }) {
  const { t } = useText()
  const { created, changed, unchanged, rejected, changes } = found
  return (
    <Stack gap="sm">
      <Text fw={600}>{t('suppliers.preview', { created, changed, unchanged })}</Text>
      {rejected.length > 0 ? (
        <Alert role="alert" color="red" variant="light">
          {t('suppliers.rejected', { count: rejected.length })}
          <List size="sm" mt="xs">
            {rejected.slice(0, SHOWN).map(({ line, field, code }) => (
              <List.Item key={`${line} ${field}`}>
                {t('suppliers.rejectedRow', { line, field, text: fieldText(t, code) })}
              </List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
      <List size="sm">
        {changes.slice(0, SHOWN).map((row) => (
          <List.Item key={row.line}>
            {t(row.created ? 'suppliers.rowNew' : 'suppliers.rowChanged', {
              name: row.name,
              fields: changesText(row.changes),
            })}
          </List.Item>
        ))}
      </List>
      {changes.length > SHOWN ? (
        <Text size="sm" c="dimmed">
          {t('suppliers.more', { count: created + changed - SHOWN })}
        </Text>
      ) : null}
    </Stack>
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
