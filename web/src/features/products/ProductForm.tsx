import { Group, NumberInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { zProductsProductIn } from '@/api/gen/zod.gen'
import { bodyErrors, numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { DialogForm } from '@/shared/ui/Dialog'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { notifySuccess } from '@/shared/ui/toast'
import { useCreateProduct, useUpdateProduct } from './mutations'

type Values = {
  name: string
  sku: string
  category: string
  price: number | string
  stock: number | string
}

const fields = ['name', 'sku', 'category', 'price', 'stock'] as const

const body = (values: Values) => ({
  name: values.name.trim(),
  sku: values.sku.trim(),
  category: values.category.trim() || null,
  price: numberOf(values.price) as number,
})

type Props = { product?: Product; onDone: () => void }

/** The catalogue fields. Stock is asked for once, at the start; later it changes by adjustments. */
export function ProductForm({ product, onDone }: Props) {
  const { t } = useText()
  const create = useCreateProduct()
  const update = useUpdateProduct()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: {
      name: product?.name ?? '',
      sku: product?.sku ?? '',
      category: product?.category ?? '',
      price: product?.price ?? '',
      stock: 0,
    },
    validate: (values) =>
      bodyErrors(t, zProductsProductIn, { ...body(values), stock: numberOf(values.stock) ?? 0 }),
  })

  function save(values: Values) {
    const options = {
      onSuccess: (saved: Product) => {
        notifySuccess(t(product ? 'products.saved' : 'products.created', { name: saved.name }))
        onDone()
      },
      onError: (failure: unknown) => form.setErrors(fieldErrors(t, failure, fields)),
    }
    if (product) update.mutate({ product, body: body(values) }, options)
    else create.mutate({ ...body(values), stock: numberOf(values.stock) ?? 0 }, options)
  }

  return (
    <DialogForm
      onSubmit={form.onSubmit(save)}
      action={t('common.save')}
      pending={create.isPending || update.isPending}
      failure={create.error ?? update.error}
      fields={fields}
      onClose={onDone}
    >
      <TextInput
        label={t('products.name')}
        data-autofocus
        autoComplete="off"
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('products.sku')}
        autoComplete="off"
        key={form.key('sku')}
        {...form.getInputProps('sku')}
      />
      <TextInput
        label={`${t('products.category')} (${t('common.optional')})`}
        autoComplete="off"
        key={form.key('category')}
        {...form.getInputProps('category')}
      />
      <Group grow align="flex-start">
        <MoneyInput
          label={t('products.price')}
          key={form.key('price')}
          {...form.getInputProps('price')}
        />
        {product ? null : (
          <NumberInput
            label={t('products.initialStock')}
            min={0}
            allowDecimal={false}
            inputMode="numeric"
            key={form.key('stock')}
            {...form.getInputProps('stock')}
          />
        )}
      </Group>
    </DialogForm>
  )
}
