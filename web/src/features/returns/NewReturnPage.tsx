import { Group, Select, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { zProductsSupplierReturnIn } from '@/api/gen/zod.gen'
import { bodyErrors, numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { useKeepValues, useKeptValues } from '@/shared/kept-values'
import { pathErrors } from '@/shared/problem'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import type { Product } from '@/shared/products'
import { roundUnits } from '@/shared/quantity'
import { stayOnEnter } from '@/shared/stay-on-enter'
import { FormFoot } from '@/shared/ui/FormFoot'
import classes from '@/shared/ui/FormPage.module.css'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'
import { notifySuccess } from '@/shared/ui/toast'
import { useLeaveGuard } from '@/shared/ui/use-leave-guard'
import { type Received, receivedQuery, type SupplierReturn, useSendBack } from './queries'
import { ReturnLines } from './ReturnLines'
import { goesBack, type ReturnValues, reasons, returnBody, startOf } from './return-values'

/** Where goods of one receipt go back: which one it was. */
export type From = { order: number; receipt: number }
type Props = { from: From | null; onSaved: (back: SupplierReturn) => void }

/** Goods that go back to their supplier, of a receipt or of the stock. */
export function NewReturnPage({ from, onSaved }: Props) {
  const { t } = useText()
  const received = useQuery({
    ...receivedQuery(from?.order ?? 0, from?.receipt ?? 0),
    enabled: from !== null,
  })
  if (received.isError) {
    return <ProblemAlert failure={received.error} onRetry={() => void received.refetch()} />
  }
  return (
    <>
      <TextLink to="/supplier-returns" size="sm" display="inline-block" mb="xs">
        {t('supplierReturns.title')}
      </TextLink>
      <PageHeader title={t('supplierReturns.new')} subtitle={t('supplierReturns.newText')} />
      {from && !received.data ? (
        <Skeleton height={320} />
      ) : (
        <ReturnForm
          name={from ? `supplier-return/${from.receipt}` : 'supplier-return/new'}
          received={received.data ?? null}
          onSaved={onSaved}
        />
      )}
    </>
  )
}

const fields = ['supplier_id', 'location_id', 'reference', 'note', 'lines', 'product_id']
const lineFields = ['quantity', 'receipt_line_id', 'unit_credit']

type FormProps = {
  name: string
  received: Received | null
  onSaved: (back: SupplierReturn) => void
}

function ReturnForm({ name, received, onSaved }: FormProps) {
  const { t } = useText()
  const kept = useKeptValues<ReturnValues>(name)
  const [start] = useState(() => startOf(received))
  const [values, setValues] = useState(kept ?? start)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [done, setDone] = useState(false)
  const send = useSendBack()
  const changed = values !== start
  const guard = useLeaveGuard(changed && !done)
  useKeepValues(name, () => (changed ? values : undefined))
  const change = (part: Partial<ReturnValues>) => setValues((before) => ({ ...before, ...part }))

  function add(product: Product | null) {
    if (!product) return
    setValues((before) => {
      const n = before.lines.findIndex((line) => line.product === product.id)
      const line = before.lines[n]
      if (line) {
        const quantity = roundUnits((numberOf(line.quantity) ?? 0) + 1)
        return { ...before, lines: before.lines.with(n, { ...line, quantity }) }
      }
      const { id, name: called } = product
      const added = { product: id, name: called, receiptLine: null, quantity: 1, credit: '' }
      return { ...before, lines: [...before.lines, added] }
    })
  }

  function submit() {
    if (send.isPending) return
    const body = returnBody(values)
    const found = bodyErrors(t, zProductsSupplierReturnIn, body)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    send.mutate(body, {
      onSuccess: (back) => {
        setDone(true)
        notifySuccess(t('supplierReturns.done', { number: back.number }))
        onSaved(back)
      },
      onError: (failure) => setErrors(pathErrors(t, failure)),
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
          <Part title={t('common.supplier')}>
            <Group grow align="flex-start" preventGrowOverflow={false}>
              <SupplierPicker
                value={values.supplier}
                error={errors.supplier_id}
                disabled={received !== null}
                onChange={(supplier) => change({ supplier: supplier?.id ?? null })}
              />
              <LocationSelect
                value={values.location}
                error={errors.location_id}
                onChange={(location) => location && change({ location })}
              />
              <Select
                label={t('orders.reason')}
                allowDeselect={false}
                value={values.reason}
                data={reasons.map((value) => ({
                  value,
                  label: t(`supplierReturns.reasons.${value}`),
                }))}
                onChange={(reason) => reason && change({ reason })}
              />
            </Group>
            <Group grow align="flex-start" preventGrowOverflow={false}>
              <TextInput
                label={`${t('supplierReturns.reference')} (${t('common.optional')})`}
                value={values.reference}
                error={errors.reference}
                onChange={({ currentTarget: { value } }) => change({ reference: value })}
              />
              <Textarea
                label={`${t('adjust.note')} (${t('common.optional')})`}
                rows={2}
                value={values.note}
                error={errors.note}
                onChange={({ currentTarget: { value } }) => change({ note: value })}
              />
            </Group>
          </Part>
          <section className={`panel ${classes.part}`} aria-label={t('orders.lines')}>
            <ProductPicker
              kind="product"
              label={t('supplierReturns.addLine')}
              value={null}
              onPick={add}
              error={errors.lines}
            />
            <ReturnLines
              lines={values.lines}
              errorsOf={(line) => errorsAt(errors, values.lines.filter(goesBack).indexOf(line))}
              onChange={(lines) => change({ lines })}
            />
            <Text size="sm" c="dimmed" mt="sm">
              {t('supplierReturns.costHelp')}
            </Text>
          </section>
        </Stack>
        <FormFoot
          changed={changed}
          pending={send.isPending}
          onDiscard={() => {
            setValues(start)
            setErrors({})
          }}
          action={t('supplierReturns.save')}
          state=" "
        >
          <ProblemAlert failure={send.error} fields={[...fields, ...lineFields]} />
        </FormFoot>
      </form>
      {guard}
    </>
  )
}

/** Of the errors of the request those of its line `n`, by their field. */
function errorsAt(errors: Record<string, string>, n: number): Record<string, string> {
  const start = `lines.${n}.`
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith(start))
      .map(([path, text]) => [path.slice(start.length), text]),
  )
}
