import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { IconBarcode } from '@tabler/icons-react'
import { useState } from 'react'
import { ApiError } from '@/api/errors'
import { productsScan } from '@/api/gen/sdk.gen'
import type { ProductsReceiptIn } from '@/api/gen/types.gen'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { useKeepValues, useKeptValues } from '@/shared/kept-values'
import { pathErrors, problemText } from '@/shared/problem'
import { useProductNames } from '@/shared/product-names'
import { useShop } from '@/shared/shop/use-shop'
import { stayOnEnter } from '@/shared/stay-on-enter'
import { isOutdated } from '@/shared/ui/ChangedMeanwhile'
import { FormFoot } from '@/shared/ui/FormFoot'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ScanField } from '@/shared/ui/ScanField'
import { notifySuccess } from '@/shared/ui/toast'
import { useLeaveGuard } from '@/shared/ui/use-leave-guard'
import { useUnusual } from '@/shared/ui/use-unusual'
import { isUnusual } from '@/shared/unusual'
import { Delivery } from './Delivery'
import { useReceiveOrder } from './mutations'
import { OrderChanged } from './OrderChanged'
import type { Order, OrderLineOut } from './queries'
import classes from './Receive.module.css'
import { ReceiveLine } from './ReceiveLine'
import {
  allReceived,
  atLines,
  type Label,
  lineOf,
  lineOfCode,
  lineOfProduct,
  newReceipt,
  oneMore,
  type ReceiptValues,
  receiptBody,
  surplus,
  unitsOf,
  withLine,
} from './receipt-values'

type Props = { order: Order; onReceived: () => void }

const fields = ['quantity', 'unit_cost', 'lot', 'expires_on', 'note', 'received_at', 'delivery_note', 'freight', 'duty'] // biome-ignore format: one list

/** Scan first: each code adds one; or all at once, or typed line by line. */
export function ReceiveForm({ order, onReceived }: Props) {
  const { t, format } = useText()
  const { time_zone } = useShop()
  const name = `receipt/${order.id}`
  const kept = useKeptValues<ReceiptValues>(name)
  const [values, setValues] = useState(kept ?? newReceipt)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [last, setLast] = useState<{ line: number; scan: number } | null>(null)
  const [done, setDone] = useState(false)
  const receive = useReceiveOrder(order)
  const { unlessUnusual, question } = useUnusual()
  const products = useProductNames(order.lines.map(({ product_id }) => product_id))
  const changed = values !== newReceipt
  const guard = useLeaveGuard(changed && !done)
  useKeepValues(name, () => (changed ? values : undefined))
  const change = (part: Partial<ReceiptValues>) => setValues((before) => ({ ...before, ...part }))
  const over = order.lines.some((line) => surplus(line, lineOf(values, line.id)) > 0)
  const units = order.lines.reduce((sum, { id }) => sum + unitsOf(lineOf(values, id)), 0)

  function take(line: OrderLineOut, label?: Label) {
    setValues((before) => oneMore(before, line.id, label))
    setLast((before) => ({ line: line.id, scan: (before?.scan ?? 0) + 1 }))
    return null
  }

  /** What is no code of the order may be a barcode, which the service reads. */
  async function scan(code: string): Promise<string | null> {
    const own = lineOfCode(values, order.lines, code)
    if (own) return take(own)
    try {
      const { data } = await productsScan({ query: { code } })
      const line = lineOfProduct(values, order.lines, data.product.id)
      return line ? take(line, data) : t('receipts.notOrdered', { name: data.product.name })
    } catch (failure) {
      const unknown = failure instanceof ApiError && [404, 422].includes(failure.status)
      return unknown ? t('receipts.unknownCode', { code }) : problemText(t, failure)
    }
  }

  function submit() {
    if (receive.isPending) return
    const body = receiptBody(values, order.lines, time_zone)
    const found = atLines(bodyErrors(t, 'ProductsReceiptIn', body), body)
    if (body.lines.length === 0) found.lines = t('receipts.nothing')
    if (body.received_at && new Date(body.received_at) > new Date())
      found.received_at = t('errors.counted_in_future')
    if (over && !values.confirmed) found.confirmed = t('receipts.confirmFirst')
    setErrors(found)
    if (Object.keys(found).length > 0) return
    // That more came than was ordered is confirmed already; what it cost is not.
    const unusual = order.lines.flatMap((line) => {
      const { unit_cost } = lineOf(values, line.id)
      if (!isUnusual(unit_cost, line.unit_cost)) return []
      const amount = (cost: number) => format.cost(cost, order.currency)
      return [
        t('unusual.amount', {
          name: line.product_name,
          label: t('orders.unitCost'),
          now: amount(Number(unit_cost)),
          usual: amount(line.unit_cost),
        }),
      ]
    })
    unlessUnusual(unusual, () => send(body))
  }

  function send(body: ProductsReceiptIn) {
    receive.mutate(body, {
      onSuccess: () => {
        setDone(true)
        notifySuccess(t('receipts.done', { id: order.id }))
        onReceived()
      },
      onError: (failure) => setErrors(atLines(pathErrors(t, failure), body)),
    })
  }

  return (
    <>
      <form
        noValidate
        onKeyDown={stayOnEnter}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack>
          <section className="panel" aria-label={t('orders.lines')}>
            <Group className={classes.head} align="flex-end" gap="sm">
              <ScanField
                label={t('receipts.scan')}
                icon={<IconBarcode size={18} aria-hidden />}
                onScan={scan}
              />
              <Button
                variant="default"
                onClick={() => setValues((before) => allReceived(before, order.lines))}
              >
                {t('receipts.receiveAll')}
              </Button>
            </Group>
            <ul className={classes.lines}>
              {order.lines.map((line) => (
                <ReceiveLine
                  key={
                    // Made anew with each scan, so that the flash begins again.
                    last?.line === line.id ? `${line.id} ${last.scan}` : line.id
                  }
                  flash={last?.line === line.id}
                  line={line}
                  product={products.get(line.product_id)}
                  currency={order.currency}
                  received={lineOf(values, line.id)}
                  errors={Object.fromEntries(
                    Object.entries(errors)
                      .filter(([path]) => path.startsWith(`${line.id}.`))
                      .map(([path, text]) => [path.slice(String(line.id).length + 1), text]),
                  )}
                  onChange={(part) => setValues((before) => withLine(before, line.id, part))}
                />
              ))}
            </ul>
          </section>
          <Delivery values={values} errors={errors} onChange={change} />
        </Stack>
        <FormFoot
          changed={changed}
          pending={receive.isPending}
          onDiscard={() => setValues(newReceipt)}
          action={t('receipts.submit')}
          state={t('receipts.units', { count: units, quantity: format.quantity(units) })}
        >
          <OrderChanged failure={receive.error} lines={order.lines} />
          {isOutdated(receive.error) ? null : (
            <ProblemAlert failure={receive.error} fields={fields} />
          )}
          {errors.lines ? (
            <Text role="alert" size="sm" c="var(--mantine-color-error)" mb="xs">
              {errors.lines}
            </Text>
          ) : null}
          {over ? (
            <Checkbox
              mb="sm"
              label={t('receipts.confirm')}
              checked={values.confirmed}
              error={errors.confirmed}
              onChange={({ currentTarget: { checked } }) => change({ confirmed: checked })}
            />
          ) : null}
        </FormFoot>
      </form>
      {guard}
      {question}
    </>
  )
}
