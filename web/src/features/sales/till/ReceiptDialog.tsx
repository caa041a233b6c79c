import { Button, Group } from '@mantine/core'
import { IconPrinter, IconSend } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { useShop } from '@/shared/shop/use-shop'
import { Dialog } from '@/shared/ui/Dialog'
import { receiptOf, receiptText, type Sold } from './receipt'
import classes from './receipt.module.css'

/** A receipt, to print or to send. */
export function ReceiptDialog({ entry, onClose }: { entry: Sold; onClose: () => void }) {
  const { t, format } = useText()
  const shop = useShop()
  const receipt = receiptOf(t, format, shop, entry)
  const title = t('till.receipt')

  async function send() {
    const text = receiptText(receipt)
    if (navigator.share) {
      // Whoever closes the list of ways to send it has changed their mind.
      await navigator.share({ title: `${title} · ${shop.name}`, text }).catch(() => undefined)
      return
    }
    const parts = new URLSearchParams({ subject: `${title} · ${shop.name}`, body: text })
    // Programs for mail show a plus sign as it is.
    window.location.href = `mailto:?${parts.toString().replaceAll('+', '%20')}`
  }

  return (
    <Dialog opened onClose={onClose} title={title} size="sm">
      <div className={classes.receipt} data-receipt>
        <div className={classes.center}>
          {receipt.shop.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
        <div className={classes.head}>{receipt.head}</div>
        <table className={classes.rows}>
          <tbody>
            {receipt.rows.map((row) => (
              <tr key={row.key}>
                <td>
                  {row.name}
                  <div className={classes.detail}>{row.detail}</div>
                </td>
                <td>{row.amount}</td>
              </tr>
            ))}
            {receipt.sums.map(({ name, amount, isTotal }) => (
              <tr key={name} data-total={isTotal || undefined}>
                <td>{name}</td>
                <td>{amount}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {receipt.foot ? <div className={classes.center}>{receipt.foot}</div> : null}
      </div>
      <Group mt="md" grow>
        <Button
          variant="default"
          leftSection={<IconSend size={18} aria-hidden />}
          onClick={() => void send()}
        >
          {t('till.send')}
        </Button>
        <Button
          leftSection={<IconPrinter size={18} aria-hidden />}
          data-autofocus
          onClick={() => window.print()}
        >
          {t('till.print')}
        </Button>
      </Group>
    </Dialog>
  )
}
