import { ActionIcon, Alert, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCamera } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useText } from '@/shared/i18n'
import type { Scan } from '@/shared/product-picker/scan'
import type { Product } from '@/shared/products'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { lateDialog } from '@/shared/ui/late-dialog'
import { PageHeader } from '@/shared/ui/PageHeader'
import { notifySuccess } from '@/shared/ui/toast'
import { notifyUndoable } from '@/shared/ui/undo-toast'
import { usePhone } from '@/shared/ui/use-phone'
import { useUnusual } from '@/shared/ui/use-unusual'
import { useUser } from '@/shared/user'
import type { Entry } from '../queue/entry'
import { QueuePanel } from '../queue/QueuePanel'
import { cancelBasket } from '../queue/send'
import { useBaskets } from '../queue/use-baskets'
import { Basket } from './Basket'
import { canScanByCamera } from './camera'
import { quantityCommand } from './commands'
import { keepCatalogue, knownSince } from './known-products'
import { LastBaskets } from './LastBaskets'
import { ProductSearch } from './ProductSearch'
import classes from './till.module.css'
import { useTill } from './use-till'
import { useTillLocation } from './use-till-location'
import { useUnusualLines } from './use-unusual-lines'

const ReceiptDialog = lateDialog(() => import('./ReceiptDialog').then((part) => part.ReceiptDialog))

const CameraDialog = lazy(() => import('./CameraDialog'))

/** The till: by scanner, keyboard or thumb, with the network or without. */
export function SellPage({ chosen }: { chosen: Product | null }) {
  const { t } = useText()
  const { user, maySell } = useUser()
  const place = useTillLocation()
  const phone = usePhone()
  if (user && !maySell) {
    return (
      <>
        <PageHeader title={t('till.title')} />
        <Alert color="yellow" variant="light">
          {t('till.reader')}
        </Alert>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('till.title')} subtitle={phone ? undefined : t('till.keys')}>
        {place.several ? (
          <LocationSelect
            value={place.location}
            onChange={(location) => {
              if (location) place.choose(location)
            }}
          />
        ) : null}
      </PageHeader>
      <Selling chosen={chosen} location={place.location} />
    </>
  )
}

function Selling({ chosen, location }: { chosen: Product | null; location: number }) {
  const { t, format } = useText()
  const field = useRef<HTMLInputElement>(null)
  const baskets = useBaskets()
  const [isArmed, arm] = useState(false)
  const [isCamera, camera] = useDisclosure(false)
  const [code, setCode] = useState<{ code: string } | null>(null)
  const [receipt, showReceipt] = useState<Entry | null>(null)
  const till = useTill(location, said)
  const unusualLines = useUnusualLines(till.lines)
  const { unlessUnusual, question } = useUnusual()
  const since = useCatalogue()
  useChosen(chosen, till.add)

  /** Every answer to a basket says how it stands, and can be taken back. */
  function said(entry: Entry) {
    const isRecorded = entry.state === 'recorded'
    const total = format.money(entry.total)
    notifyUndoable({
      id: entry.key,
      message: t(isRecorded ? 'till.recorded' : 'till.keptNotice', { total }),
      color: isRecorded ? 'pine' : 'yellow',
      close: t('common.close'),
      undo: t('till.undo'),
      onUndo: () => void undo(entry.key),
    })
  }

  async function undo(key: string) {
    const after = await cancelBasket(key)
    notifySuccess(t(after?.state === 'cancelled' ? 'till.undone' : 'till.undoWaits'))
  }

  const focus = () => field.current?.focus()

  function record() {
    arm(false)
    focus()
    if (till.lines.some(({ quantity }) => quantity <= 0)) return
    unlessUnusual(unusualLines(), () => {
      void till.record(false)
      focus()
    })
  }

  function onEnter() {
    if (till.lines.length === 0) return
    if (isArmed) record()
    else arm(true)
  }

  function add(product: Product) {
    arm(false)
    till.add(product)
  }

  function addScanned(scan: Scan) {
    arm(false)
    till.addScanned(scan)
  }

  function onCommand(text: string): boolean {
    const lines = quantityCommand(text, till.lines)
    if (lines) till.change(lines)
    return lines !== null
  }

  return (
    <div className={classes.page}>
      <section className={`panel ${classes.panel}`} aria-label={t('till.search')}>
        <ProductSearch
          field={field}
          code={code}
          onProduct={add}
          onScan={addScanned}
          onEnter={onEnter}
          onCommand={onCommand}
          onTyping={() => arm(false)}
        >
          {canScanByCamera() ? (
            <ActionIcon
              size={50}
              variant="default"
              aria-label={t('till.camera')}
              onClick={camera.open}
            >
              <IconCamera size={22} aria-hidden />
            </ActionIcon>
          ) : null}
        </ProductSearch>
        {since ? (
          <Text c="dimmed" size="sm" mt="md">
            {t('till.ready', { when: format.lately(since) })}
          </Text>
        ) : null}
      </section>
      <div className={classes.side}>
        <Basket
          till={till}
          isArmed={isArmed}
          onRecord={record}
          onCode={(scanned) => setCode({ code: scanned })}
          onDone={focus}
        />
        <QueuePanel
          baskets={baskets}
          inHand={till.key}
          onMend={till.lines.length > 0 ? undefined : (key) => void till.mend(key)}
        />
        <LastBaskets baskets={baskets} onReceipt={showReceipt} />
      </div>
      {isCamera ? (
        <Suspense>
          <CameraDialog onCode={(scanned) => setCode({ code: scanned })} onClose={camera.close} />
        </Suspense>
      ) : null}
      {question}
      {receipt ? (
        <ReceiptDialog
          entry={baskets.find(({ key }) => key === receipt.key) ?? receipt}
          onClose={() => showReceipt(null)}
        />
      ) : null}
    </div>
  )
}

/** Keeps the catalogue on this device, for the time without a network: since when it is there. */
function useCatalogue(): string | null {
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => {
    async function keep() {
      if (navigator.onLine) await keepCatalogue().catch(() => undefined)
      // Where nothing keeps the page itself it would not open, so nothing is promised.
      if ((await navigator.serviceWorker?.ready)?.active) setSince(await knownSince())
    }
    void keep().catch(() => undefined)
  }, [])
  return since
}

/** A link may name the product that is sold. */
function useChosen(chosen: Product | null, add: (product: Product) => void) {
  const added = useRef<Product | null>(null)
  useEffect(() => {
    if (chosen && added.current !== chosen) add(chosen)
    added.current = chosen
  }, [chosen, add])
}
