import { Alert, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { useKeepValues, useKeptValues } from '@/shared/kept-values'
import { pathErrors } from '@/shared/problem'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { type Product, productQuery } from '@/shared/products'
import { stayOnEnter } from '@/shared/stay-on-enter'
import { supplierQuery, termsQuery } from '@/shared/suppliers'
import { useTerms } from '@/shared/terms'
import { isOutdated } from '@/shared/ui/ChangedMeanwhile'
import { DayInput } from '@/shared/ui/DayInput'
import { FormFoot } from '@/shared/ui/FormFoot'
import classes from '@/shared/ui/FormPage.module.css'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'
import { useLeaveGuard } from '@/shared/ui/use-leave-guard'
import { useUnusual } from '@/shared/ui/use-unusual'
import { useAmendOrder, useDraftOrder } from './mutations'
import { OrderChanged } from './OrderChanged'
import { OrderLimits } from './OrderLimits'
import { OrderLines } from './OrderLines'
import {
  amendBody,
  draftBody,
  lineCost,
  newOrder,
  type OrderValues,
  orderTotal,
  rebaseOrder,
  valuesOf,
  withProduct,
} from './order-values'
import type { Order } from './queries'
import { useUnusualLines } from './use-unusual-lines'

type Props = {
  /** The order that is changed; without one it is a new one. */
  order?: Order
  supplier?: number | null
  /** What a new one is begun for. */
  product?: number | null
  onSaved: (order: Order) => void
}

const fields = ['supplier_id', 'location_id', 'expected_on', 'reference', 'note', 'lines', 'quantity', 'unit_cost', 'product_id', 'id'] // biome-ignore format: one list

/** What is ordered of whom: lines by search or scanner, in the quantities in which they are sold. */
export function OrderForm({ order, supplier = null, product = null, onSaved }: Props) {
  const { t, format } = useText()
  const client = useQueryClient()
  const name = `order/${order?.id ?? 'new'}`
  const kept = useKeptValues<OrderValues>(name)
  const [base, setBase] = useState(order)
  const [start, setStart] = useState(() => (order ? valuesOf(order) : newOrder(supplier)))
  const [values, setValues] = useState(kept ?? start)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [done, setDone] = useState(false)
  const draft = useDraftOrder()
  const amend = useAmendOrder()
  const { unlessUnusual, question } = useUnusual()
  const terms = useTerms(
    values.supplier,
    values.lines.map(({ product }) => product.id),
  )
  const of = useQuery({ ...supplierQuery(values.supplier ?? 0), enabled: values.supplier !== null })
  const currency = base?.currency ?? of.data?.currency
  const unusualLines = useUnusualLines(values.lines, terms, currency)
  const changed = JSON.stringify(values) !== JSON.stringify(start)
  const guard = useLeaveGuard(changed && !done)
  useKeepValues(name, () => (changed ? values : undefined))
  const change = (part: Partial<OrderValues>) => setValues((before) => ({ ...before, ...part }))
  const total = orderTotal(values.lines, terms)
  const failure = amend.error ?? draft.error

  const follow = useEffectEvent((stored: Order) => {
    if (!base || stored.version === base.version) return
    setValues(rebaseOrder(base, values, stored))
    setStart(valuesOf(stored))
    setBase(stored)
  })
  useEffect(() => {
    if (order) follow(order)
  }, [order])

  async function add(product: Product | null) {
    if (!product) return
    // How it is sold decides how many the line begins with.
    const found =
      values.supplier === null
        ? undefined
        : (
            await client
              .fetchQuery({
                ...termsQuery(values.supplier, { product_id: [product.id], limit: 100 }),
                staleTime: 60_000,
              })
              .catch(() => undefined)
          )?.rows[0]
    setValues((before) => ({ ...before, lines: withProduct(before.lines, product, found) }))
  }

  const begin = useEffectEvent(async (id: number) => {
    if (kept) return
    await add(await client.fetchQuery(productQuery(id)).catch(() => null))
  })
  useEffect(() => {
    if (product !== null) void begin(product)
  }, [product])

  function check(): Record<string, string> {
    const found = bodyErrors(t, 'ProductsPurchaseOrderIn', draftBody(values))
    values.lines.forEach((line, n) => {
      const unknown = lineCost(line, terms.get(line.product.id)) === undefined
      if (unknown) found[`lines.${n}.unit_cost`] ??= t('errors.cost_unknown')
    })
    return found
  }

  function submit() {
    if (draft.isPending || amend.isPending) return
    const found = check()
    setErrors(found)
    if (Object.keys(found).length > 0) return
    unlessUnusual(unusualLines(base), send)
  }

  function send() {
    const options = {
      onSuccess: (saved: Order) => {
        setDone(true)
        onSaved(saved)
      },
      onError: (refused: unknown) => setErrors(pathErrors(t, refused)),
    }
    if (base) amend.mutate({ order: base, body: amendBody(values) }, options)
    else draft.mutate(draftBody(values), options)
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
          <Part title={t('orders.what')}>
            <Group align="flex-start" grow preventGrowOverflow={false}>
              {base ? null : (
                <SupplierPicker
                  value={values.supplier}
                  error={errors.supplier_id}
                  onChange={(chosen) => change({ supplier: chosen?.id ?? null })}
                />
              )}
              <LocationSelect
                label={t('orders.deliverTo')}
                value={values.location}
                error={errors.location_id}
                onChange={(location) => location && change({ location })}
              />
              <DayInput
                label={t('orders.expected')}
                value={values.expected_on}
                error={errors.expected_on}
                onChange={({ currentTarget: { value } }) => change({ expected_on: value })}
              />
              <TextInput
                label={`${t('orders.reference')} (${t('common.optional')})`}
                autoComplete="off"
                value={values.reference}
                error={errors.reference}
                onChange={({ currentTarget: { value } }) => change({ reference: value })}
              />
            </Group>
            <Textarea
              label={`${t('orders.note')} (${t('common.optional')})`}
              rows={2}
              value={values.note}
              error={errors.note}
              onChange={({ currentTarget: { value } }) => change({ note: value })}
            />
          </Part>
          <section className="panel" aria-label={t('orders.lines')}>
            <div className={classes.part}>
              <ProductPicker
                kind="product"
                label={t('orders.addLine')}
                value={null}
                onPick={(product) => void add(product)}
                error={errors.lines}
              />
            </div>
            {values.lines.length > 0 ? (
              <OrderLines
                lines={values.lines}
                terms={terms}
                currency={currency}
                errors={errors}
                onChange={(lines) => change({ lines })}
              />
            ) : null}
          </section>
        </Stack>
        <FormFoot
          changed={changed}
          pending={draft.isPending || amend.isPending}
          onDiscard={() => {
            setValues(start)
            setErrors({})
          }}
          action={t(base ? 'common.save' : 'orders.create')}
          state={
            <>
              <Text fw={650} fz="lg" c="var(--mantine-color-text)">
                {currency ? t('orders.totalOf', { total: format.money(total, currency) }) : ' '}
              </Text>
              {of.data && values.lines.length > 0 ? (
                <OrderLimits supplier={of.data} total={total} />
              ) : null}
            </>
          }
        >
          <OrderChanged failure={failure} lines={base?.lines ?? []} />
          {Object.keys(errors).length > 0 && !failure ? (
            <Alert color="red" variant="light" role="alert" mb="sm">
              {t('errors.invalid')}
            </Alert>
          ) : null}
          {isOutdated(failure) ? null : <ProblemAlert failure={failure} fields={fields} />}
        </FormFoot>
      </form>
      {guard}
      {question}
    </>
  )
}
