import { Group, Stack, Text, Textarea } from '@mantine/core'
import { zProductsTransferIn } from '@/api/gen/zod.gen'
import { numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { MAIN_LOCATION } from '@/shared/locations'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import type { Product } from '@/shared/products'
import { roundUnits } from '@/shared/quantity'
import { FormPage } from '@/shared/ui/FormPage'
import classes from '@/shared/ui/FormPage.module.css'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Part } from '@/shared/ui/Part'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { RemoveButton } from '@/shared/ui/RemoveButton'
import { useFormPage } from '@/shared/ui/use-form-page'
import { useDraftTransfer } from './mutations'
import type { Transfer } from './queries'

type Line = { product: Product; quantity: number | string }
type Values = { from: number; to: number | null; note: string; lines: Line[] }

const start: Values = { from: MAIN_LOCATION, to: null, note: '', lines: [] }
const fields = ['from_location_id', 'to_location_id', 'lines', 'quantity', 'product_id', 'note']

const body = ({ from, to, note, lines }: Values) => ({
  from_location_id: from,
  to_location_id: to ?? Number.NaN,
  note: note.trim() || null,
  lines: lines.map(({ product, quantity }) => ({
    product_id: product.id,
    quantity: numberOf(quantity) ?? Number.NaN,
  })),
})

/** What is to go where; nothing moves before it is shipped. */
export function NewTransferPage({ onSaved }: { onSaved: (transfer: Transfer) => void }) {
  const { t } = useText()
  const form = useFormPage({
    name: 'transfer/new',
    start,
    schema: zProductsTransferIn,
    body,
    send: useDraftTransfer(),
    onSaved,
  })
  const { values, setValues, change, errors } = form

  function add(product: Product | null) {
    if (!product) return
    setValues((before) => {
      const n = before.lines.findIndex((line) => line.product.id === product.id)
      const line = before.lines[n]
      if (!line) return { ...before, lines: [...before.lines, { product, quantity: 1 }] }
      const quantity = roundUnits((numberOf(line.quantity) ?? 0) + 1)
      return { ...before, lines: before.lines.with(n, { ...line, quantity }) }
    })
  }

  return (
    <>
      <TextLink to="/transfers" size="sm" display="inline-block" mb="xs">
        {t('transfers.title')}
      </TextLink>
      <PageHeader title={t('transfers.new')} subtitle={t('transfers.newText')} />
      <FormPage form={form} action={t('orders.create')} fields={fields}>
        <Part title={t('transfers.wayTitle')}>
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <LocationSelect
              label={t('transfers.from')}
              value={values.from}
              error={errors.from_location_id}
              onChange={(from) => from && change({ from })}
            />
            <LocationSelect
              label={t('transfers.to')}
              value={values.to}
              error={errors.to_location_id}
              onChange={(to) => change({ to })}
            />
          </Group>
          <Textarea
            label={`${t('adjust.note')} (${t('common.optional')})`}
            rows={2}
            value={values.note}
            error={errors.note}
            onChange={({ currentTarget: { value } }) => change({ note: value })}
          />
        </Part>
        <section className={`panel ${classes.part}`} aria-label={t('orders.lines')}>
          <ProductPicker
            kind="product"
            label={t('transfers.addLine')}
            value={null}
            onPick={add}
            error={errors.lines}
          />
          <Stack gap="xs" mt="md">
            {values.lines.map((line, n) => (
              <Group key={line.product.id} gap="sm" wrap="nowrap" align="flex-start">
                <Text fw={600} style={{ flex: 1, minWidth: 0 }}>
                  {line.product.name}
                </Text>
                <QuantityInput
                  product={line.product}
                  w={130}
                  aria-label={`${line.product.name}: ${t('orders.quantity')}`}
                  value={line.quantity}
                  error={errors[`lines.${n}.quantity`] ?? errors[`lines.${n}.product_id`]}
                  onChange={(quantity) =>
                    change({ lines: values.lines.with(n, { ...line, quantity }) })
                  }
                />
                <RemoveButton
                  name={line.product.name}
                  onClick={() => change({ lines: values.lines.filter((other) => other !== line) })}
                />
              </Group>
            ))}
          </Stack>
        </section>
      </FormPage>
    </>
  )
}
