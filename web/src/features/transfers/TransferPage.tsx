import { Button, Group, Stack } from '@mantine/core'
import { IconPackageImport, IconTruck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Unit } from '@/shared/quantity'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { DetailPage } from '@/shared/ui/DetailPage'
import { Facts } from '@/shared/ui/Facts'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ReasonDialog } from '@/shared/ui/ReasonDialog'
import { notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import { useCancelTransfer, useShipTransfer } from './mutations'
import { type Transfer, transferQuery } from './queries'
import { TransferBadge } from './TransfersPage'

const ArrivalDialog = lateDialog(() => import('./ArrivalDialog').then((part) => part.ArrivalDialog))

/** One transfer: what goes, what is on its way, what came. */
export function TransferPage({ id }: { id: number }) {
  const { t } = useText()
  return (
    <DetailPage
      found={useQuery(transferQuery(id))}
      back={
        <TextLink to="/transfers" size="sm" display="inline-block" mb="xs">
          {t('transfers.title')}
        </TextLink>
      }
    >
      {(transfer) => <Found transfer={transfer} />}
    </DetailPage>
  )
}

function Found({ transfer }: { transfer: Transfer }) {
  const { t, format } = useText()
  const { columns, phoneRow } = useLineColumns(transfer)
  return (
    <>
      <Header transfer={transfer} />
      <Stack>
        <Facts
          facts={[
            [t('transfers.shipped'), transfer.shipped_at && format.instant(transfer.shipped_at)],
            [t('transfers.expected'), transfer.expected_on && format.weekday(transfer.expected_on)],
            [t('transfers.arrived'), transfer.ended_at && format.instant(transfer.ended_at)],
            [t('adjust.note'), transfer.note],
            [t('orders.reason'), transfer.reason],
          ]}
        />
        <section className="panel" aria-label={t('orders.lines')}>
          <DataTable
            name="transfer-lines"
            label={t('orders.lines')}
            rows={transfer.lines}
            columns={columns}
            rowKey={({ id }) => id}
            phone={phoneRow}
          />
        </section>
      </Stack>
    </>
  )
}

function Header({ transfer }: { transfer: Transfer }) {
  const { t } = useText()
  const { mayManage } = useUser()
  const { nameOf } = useLocations()
  const ship = useShipTransfer(transfer.id)
  const cancel = useCancelTransfer(transfer.id)
  const [asking, ask] = useState<'cancel' | 'receive' | null>(null)
  const draft = transfer.status === 'draft'
  const onItsWay = transfer.status === 'in_transit' || transfer.status === 'partially_received'
  return (
    <>
      <PageHeader
        title={t('transfers.one', { id: transfer.id })}
        subtitle={
          <Group gap="sm">
            {t('transfers.way', {
              from: nameOf(transfer.from_location_id),
              to: nameOf(transfer.to_location_id),
            })}
            <TransferBadge status={transfer.status} />
          </Group>
        }
      >
        {mayManage && draft ? (
          <>
            <Button variant="default" onClick={() => ask('cancel')}>
              {t('transfers.cancel')}
            </Button>
            <Button
              leftSection={<IconTruck size={18} aria-hidden />}
              loading={ship.isPending}
              onClick={() =>
                ship.mutate(null, { onSuccess: () => notifySuccess(t('transfers.left')) })
              }
            >
              {t('transfers.ship')}
            </Button>
          </>
        ) : null}
        {mayManage && onItsWay ? (
          <Button
            leftSection={<IconPackageImport size={18} aria-hidden />}
            onClick={() => ask('receive')}
          >
            {t('orders.receive')}
          </Button>
        ) : null}
      </PageHeader>
      <ProblemAlert failure={ship.error} />
      {asking === 'receive' ? (
        <ArrivalDialog transfer={transfer} onClose={() => ask(null)} />
      ) : null}
      {asking === 'cancel' ? (
        <ReasonDialog
          title={t('transfers.cancelTitle', { id: transfer.id })}
          text={t('transfers.cancelText')}
          action={t('transfers.cancel')}
          done={t('transfers.cancelled', { id: transfer.id })}
          act={cancel}
          onClose={() => ask(null)}
        />
      ) : null}
    </>
  )
}

type Line = Transfer['lines'][number]

function useLineColumns(transfer: Transfer) {
  const { t, format } = useText()
  const units = (line: Line, value: number) => format.quantity(value, line.unit as Unit)
  const name = (line: Line) => (
    <TextLink to="/products/$productId" params={{ productId: String(line.product_id) }} fw={600}>
      {line.name}
    </TextLink>
  )
  const came = (line: Line) =>
    line.lost > 0
      ? t('transfers.receivedLost', {
          received: units(line, line.received),
          lost: units(line, line.lost),
        })
      : units(line, line.received)
  const draft = transfer.status === 'draft'
  const columns: Column<Line>[] = [
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    { key: 'sku', title: t('products.sku'), cell: ({ sku }) => sku },
    {
      key: 'quantity',
      title: t('orders.quantity'),
      end: true,
      cell: (line) => units(line, line.quantity),
    },
    ...(draft
      ? []
      : [
          {
            key: 'transit',
            title: t('transfers.inTransit'),
            end: true,
            cell: (line: Line) => units(line, line.in_transit),
          },
          { key: 'received', title: t('orders.received'), end: true, cell: came },
        ]),
  ]
  const phoneRow = (line: Line): PhoneRow => ({
    title: name(line),
    value: units(line, line.quantity),
    detail: line.sku,
    extra: draft ? '' : t('transfers.inTransitOf', { units: units(line, line.in_transit) }),
  })
  return { columns, phoneRow }
}
