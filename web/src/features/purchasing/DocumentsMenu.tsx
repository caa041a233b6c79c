import { Button } from '@mantine/core'
import { IconChevronDown, IconFileText } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import {
  productsGetPurchaseOrderCsv,
  productsGetPurchaseOrderPdf,
  productsGetPurchaseOrderUbl,
} from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import { saveFile } from '@/shared/save-file'
import { DropMenu } from '@/shared/ui/DropMenu'
import { notifyError } from '@/shared/ui/toast'
import type { Order } from './queries'

const kinds = ['pdf', 'pdfFr', 'pdfEn', 'csv', 'xml'] as const
type Kind = (typeof kinds)[number]

function fetchDocument(order: Order, kind: Kind) {
  const path = { order_id: order.id }
  const parseAs = 'blob' as const
  switch (kind) {
    case 'pdf':
      return productsGetPurchaseOrderPdf({ path, parseAs })
    case 'pdfFr':
      return productsGetPurchaseOrderPdf({ path, query: { language: 'fr' }, parseAs })
    case 'pdfEn':
      return productsGetPurchaseOrderPdf({ path, query: { language: 'en' }, parseAs })
    case 'csv':
      return productsGetPurchaseOrderCsv({ path, parseAs })
    case 'xml':
      return productsGetPurchaseOrderUbl({ path, parseAs })
  }
}

/** The order as a file: to send, to print, or to read into another system. */
export function DocumentsMenu({ order }: { order: Order }) {
  const { t } = useText()
  const download = useMutation({
    mutationFn: async (kind: Kind) => {
      const { data } = await fetchDocument(order, kind)
      saveFile(data as unknown as Blob, `${order.number}.${kind.slice(0, 3)}`)
    },
    onError: (failure) => notifyError(problemText(t, failure)),
  })
  return (
    <DropMenu
      position="bottom-end"
      target={
        <Button
          variant="default"
          loading={download.isPending}
          leftSection={<IconFileText size={18} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('orders.documents')}
        </Button>
      }
    >
      {(Menu) => (
        <>
          {kinds.map((kind) => (
            <Menu.Item key={kind} onClick={() => download.mutate(kind)}>
              {t(`orders.files.${kind}`)}
            </Menu.Item>
          ))}
        </>
      )}
    </DropMenu>
  )
}
