import { Group, Input, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors, pathErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { type Unit, units, usualDecimals } from '@/shared/quantity'
import { useTax } from '@/shared/shop/use-tax'
import { DialogForm } from '@/shared/ui/Dialog'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { NumberField } from '@/shared/ui/NumberField'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import { useUnusual } from '@/shared/ui/use-unusual'
import { isUnusual } from '@/shared/unusual'
import { Components } from './Components'
import { MinStock } from './MinStock'
import { useCreateProduct, useUpdateProduct } from './mutations'
import {
  changedBody,
  type Kind,
  kinds,
  newProductBody,
  type ProductValues,
  productValues,
} from './product-values'
import { UsualSupplier } from './UsualSupplier'

const fields = [
  'name',
  'sku',
  'category',
  'price',
  'tax_rate',
  'shelf_life_days',
  'stock',
  'unit',
  'quantity_decimals',
  'barcodes',
  'components',
  'quantity',
  'product_id',
  'kind',
  'min_stock',
  'location_id',
  'supplier_id',
  'unit_cost',
] as const

const decimals = [0, 1, 2, 3] as const

type Props = { product?: Product; onDone: (saved?: Product) => void }

/** The catalogue fields. Stock is asked for once, at the start; later it changes by adjustments. */
export function ProductForm({ product, onDone }: Props) {
  const { t, format } = useText()
  const taxed = useTax()
  const create = useCreateProduct()
  const update = useUpdateProduct()
  const { unlessUnusual, question } = useUnusual()
  const form = useForm<ProductValues>({
    initialValues: productValues(product),
    validate: (values) => {
      const found = bodyErrors(t, 'ProductsProductIn', newProductBody(values))
      const bare = values.kind === 'bundle' && values.components.length === 0
      return bare ? { ...found, components: t('fields.required') } : found
    },
  })
  const { values } = form
  const { kind } = values
  const counted = { unit: values.unit, quantity_decimals: Number(values.quantity_decimals) }

  /** Of a product that is there: its price, and what another supplier takes for it. */
  function unusualOf({ price, supplier, unit_cost }: ProductValues): string[] {
    if (!product) return []
    const { name, cost } = product
    const isOther = supplier !== (product.supplier_id ?? null)
    return [
      ...(isUnusual(price, product.price)
        ? [
            t('unusual.amount', {
              name,
              label: taxed(t('products.price')),
              now: format.money(Number(price)),
              usual: format.money(product.price),
            }),
          ]
        : []),
      ...(isOther && isUnusual(unit_cost, cost)
        ? [
            t('unusual.amount', {
              name,
              label: t('terms.unit_cost'),
              now: format.cost(Number(unit_cost)),
              usual: format.cost(cost ?? 0),
            }),
          ]
        : []),
    ]
  }

  function save(said: ProductValues) {
    const options = {
      onSuccess: (saved: Product) => {
        notifySuccess(t(product ? 'products.saved' : 'products.created', { name: saved.name }))
        onDone(saved)
      },
      onError: (failure: unknown) =>
        form.setErrors({ ...pathErrors(t, failure), ...fieldErrors(t, failure, fields) }),
    }
    if (product) update.mutate({ product, body: changedBody(product, said) }, options)
    else create.mutate(newProductBody(said), options)
  }

  function count(unit: Unit) {
    form.setFieldValue('unit', unit)
    // What is stored may need more of them than usual.
    if (!product) form.setFieldValue('quantity_decimals', String(usualDecimals[unit]))
  }

  return (
    <>
      <DialogForm
        onSubmit={form.onSubmit((said) => unlessUnusual(unusualOf(said), () => save(said)))}
        action={t('common.save')}
        pending={create.isPending || update.isPending}
        failure={create.error ?? update.error}
        fields={fields}
        onClose={() => onDone()}
      >
        <Input.Wrapper error={form.errors.kind}>
          <SegmentedControl
            fullWidth
            aria-label={t('products.kind')}
            value={kind}
            onChange={(value) => form.setFieldValue('kind', value as Kind)}
            data={kinds.map((value) => ({ value, label: t(`products.kinds.${value}`) }))}
          />
          <Text size="sm" c="dimmed" mt={4}>
            {t(`products.kindHelp.${kind}`)} {t('products.kindStays')}
          </Text>
        </Input.Wrapper>
        <TextInput
          label={t('products.name')}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <TextInput label={t('products.sku')} autoComplete="off" {...form.getInputProps('sku')} />
        <TextInput
          label={`${t('products.category')} (${t('common.optional')})`}
          autoComplete="off"
          {...form.getInputProps('category')}
        />
        <TextInput
          label={`${t('products.barcodes')} (${t('common.optional')})`}
          inputMode="numeric"
          autoComplete="off"
          {...form.getInputProps('barcodes')}
        />
        <Group grow align="flex-start">
          <MoneyInput label={taxed(t('products.price'))} {...form.getInputProps('price')} />
          <NumberField
            label={t('products.tax')}
            placeholder={t('common.optional')}
            min={0}
            max={100}
            decimalScale={2}
            suffix=" %"
            {...form.getInputProps('tax_rate')}
          />
          {kind === 'bundle' ? null : (
            <NumberField
              label={t('products.shelfLife')}
              placeholder={t('common.optional')}
              min={1}
              max={36500}
              allowDecimal={false}
              {...form.getInputProps('shelf_life_days')}
            />
          )}
          {product || kind !== 'product' ? null : (
            <QuantityInput
              product={counted}
              label={t('products.initialStock')}
              min={0}
              {...form.getInputProps('stock')}
            />
          )}
        </Group>
        {kind === 'bundle' ? (
          <Components
            rows={values.components}
            errors={form.errors}
            onChange={(components) => form.setFieldValue('components', components)}
          />
        ) : (
          <Group grow align="flex-start">
            <Select
              label={t('products.unit')}
              data={units.map((value) => ({ value, label: t(`products.units.${value}`) }))}
              {...form.getInputProps('unit')}
              onChange={(value) => value && count(value)}
            />
            {kind === 'product' ? (
              <Select
                label={t('products.smallest')}
                data={decimals.map((value) => ({
                  value: String(value),
                  label:
                    value === 0
                      ? t('products.wholeOnly')
                      : format.quantity(10 ** -value, counted.unit),
                }))}
                {...form.getInputProps('quantity_decimals')}
              />
            ) : null}
          </Group>
        )}
        {kind === 'product' ? (
          <>
            <MinStock
              product={counted}
              floors={values.min_stock}
              errors={form.errors}
              onChange={(floors) => form.setFieldValue('min_stock', floors)}
            />
            <UsualSupplier
              supplier={values.supplier}
              cost={values.unit_cost}
              agreed={product?.supplier_id ?? null}
              errors={form.errors}
              onSupplier={(supplier) => form.setFieldValue('supplier', supplier)}
              onCost={(cost) => form.setFieldValue('unit_cost', cost)}
            />
          </>
        ) : null}
      </DialogForm>
      {question}
    </>
  )
}
