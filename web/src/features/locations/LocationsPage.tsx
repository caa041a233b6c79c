import { ActionIcon, Badge, Button, Group } from '@mantine/core'
import { IconArchive, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { type Location, locationsQuery, MAIN_LOCATION, useLocationName } from '@/shared/locations'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DataTable } from '@/shared/ui/DataTable'
import { lateDialog } from '@/shared/ui/late-dialog'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { Tooltip } from '@/shared/ui/Tooltip'
import { notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import { useArchiveLocation } from './mutations'

const LocationDialog = lateDialog(() =>
  import('./LocationDialog').then((part) => part.LocationDialog),
)

/** Where stock is: the shops and stores. */
export function LocationsPage() {
  const { t } = useText()
  const { mayManage } = useUser()
  const list = useQuery(locationsQuery)
  const [editing, edit] = useState<Location | 'new' | null>(null)
  const [archiving, archive] = useState<Location | null>(null)
  const { columns, phoneRow } = useLocationColumns(edit, archive)
  return (
    <>
      <PageHeader title={t('locations.title')} subtitle={t('locations.subtitle')}>
        {mayManage ? (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => edit('new')}>
            {t('locations.new')}
          </Button>
        ) : null}
      </PageHeader>
      <SettingsTabs />
      {list.isError ? (
        <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <div className="panel">
          <DataTable
            name="locations"
            label={t('locations.title')}
            rows={list.data}
            columns={columns}
            rowKey={({ id }) => id}
            phone={phoneRow}
          />
        </div>
      )}
      {editing ? (
        <LocationDialog
          // As it is now: somebody else may change it while it is open.
          known={list.data?.find((each) => editing !== 'new' && each.id === editing.id) ?? null}
          onClose={() => edit(null)}
        />
      ) : null}
      {archiving ? <ArchiveDialog location={archiving} onClose={() => archive(null)} /> : null}
    </>
  )
}

function ArchiveDialog({ location, onClose }: { location: Location; onClose: () => void }) {
  const { t } = useText()
  const name = useLocationName()(location)
  const archive = useArchiveLocation(location.id)
  return (
    <ConfirmDialog
      opened
      title={t('locations.archiveTitle', { name })}
      text={t('locations.archiveText')}
      action={t('common.archive')}
      pending={archive.isPending}
      failure={archive.error}
      onClose={onClose}
      onConfirm={() =>
        archive.mutate(undefined, {
          onSuccess: () => {
            notifySuccess(t('locations.archivedDone', { name }))
            onClose()
          },
        })
      }
    />
  )
}

type Act = (location: Location) => void

function useLocationColumns(onEdit: Act, onArchive: Act) {
  const { t } = useText()
  const { mayManage } = useUser()
  const nameOf = useLocationName()
  const name = (location: Location) => (
    <Group gap="xs">
      {nameOf(location)}
      {location.archived ? (
        <Badge color="gray" variant="light" tt="none">
          {t('common.archived')}
        </Badge>
      ) : null}
    </Group>
  )
  const days = ({ transfer_days }: Location) =>
    t('locations.transfer_daysOf', { count: transfer_days })
  const buttons = (location: Location) =>
    mayManage && !location.archived ? (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        <Tooltip label={t('common.edit')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('locations.edit', { name: nameOf(location) })}
            onClick={() => onEdit(location)}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {location.id === MAIN_LOCATION ? null : (
          <Tooltip label={t('common.archive')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('locations.archive', { name: nameOf(location) })}
              onClick={() => onArchive(location)}
            >
              <IconArchive size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    ) : null
  const columns: Column<Location>[] = [
    { key: 'name', title: t('locations.name'), words: true, cell: name },
    { key: 'address', title: t('locations.address'), cell: ({ address }) => address || '–' },
    { key: 'days', title: t('locations.transfer_days'), cell: days },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: buttons },
  ]
  const phoneRow = (location: Location): PhoneRow => ({
    title: name(location),
    value: buttons(location),
    detail: location.address,
    extra: days(location),
  })
  return { columns, phoneRow }
}
