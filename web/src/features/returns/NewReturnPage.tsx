import { Group, Skeleton, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { withOneMore } from '@/shared/product-lines'
import type { Product } from '@/shared/products'
import { FormPage } from '@/shared/ui/FormPage'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ProductLines } from '@/shared/ui/ProductLines'
import { Select } from '@/shared/ui/Select'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'
import { notifySuccess } from '@/shared/ui/toast'
import { useFormPage } from '@/shared/ui/use-form-page'
import { type Received, receivedQuery, type SupplierReturn, useSendBack } from './queries'
import { ReturnLines } from './ReturnLines'
import { goesBack, reasons, returnBody, startOf } from './return-values'

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
  const [start] = useState(() => startOf(received))
  const form = useFormPage({
    name,
    start,
    rules: 'ProductsSupplierReturnIn',
    body: returnBody,
    send: useSendBack(),
    onSaved: (back) => {
      notifySuccess(t('supplierReturns.done', { number: back.number }))
      onSaved(back)
    },
  })
  const { values, setValues, change, errors } = form

  const add = ({ id, name: called }: Product) =>
    setValues((before) => ({
      ...before,
      lines: withOneMore(before.lines, (line) => line.product === id, {
        product: id,
        name: called,
        receiptLine: null,
        quantity: 1,
        credit: '',
      }),
    }))

  return (
    <FormPage form={form} action={t('supplierReturns.save')} fields={[...fields, ...lineFields]}>
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
      <ProductLines label={t('supplierReturns.addLine')} onAdd={add} error={errors.lines}>
        <ReturnLines
          lines={values.lines}
          errorsOf={(line) => errorsAt(errors, values.lines.filter(goesBack).indexOf(line))}
          onChange={(lines) => change({ lines })}
        />
        <Text size="sm" c="dimmed" mt="sm">
          {t('supplierReturns.costHelp')}
        </Text>
      </ProductLines>
    </FormPage>
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
