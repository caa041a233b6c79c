import { Group, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { zProductsProductIn } from '@/api/gen/zod.gen'
import { bodyErrors, numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { type Unit, units, usualDecimals } from '@/shared/quantity'
import { DialogForm } from '@/shared/ui/Dialog'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { notifySuccess } from '@/shared/ui/toast'
import { useCreateProduct, useUpdateProduct } from './mutations'

type Values = {
  name: string
  sku: string
  category: string
  price: number | string
  stock: number | string
  unit: Unit
  quantity_decimals: string
  barcodes: string
}

const fields = [
  'name',
  'sku',
  'category',
  'price',
  'stock',
  'unit',
  'quantity_decimals',
  'barcodes',
] as const

const body = (values: Values) => ({
  name: values.name.trim(),
  sku: values.sku.trim(),
  category: values.category.trim() || null,
  price: numberOf(values.price) as number,
  unit: values.unit,
  quantity_decimals: Number(values.quantity_decimals),
  barcodes: values.barcodes.split(/[\s,;]+/).filter(Boolean),
})

const decimals = [0, 1, 2, 3] as const

type Props = { product?: Product; onDone: () => void }

/** The catalogue fields. Stock is asked for once, at the start; later it changes by adjustments. */
export function ProductForm({ product, onDone }: Props) {
  const { t, format } = useText()
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
      unit: product?.unit ?? 'piece',
      quantity_decimals: String(product?.quantity_decimals ?? 0),
      barcodes: product?.barcodes?.join(' ') ?? '',
    },
    validate: (values) =>
      bodyErrors(t, zProductsProductIn, { ...body(values), stock: numberOf(values.stock) ?? 0 }),
  })

  const [counted, setCounted] = useState({
    unit: form.getValues().unit,
    quantity_decimals: Number(form.getValues().quantity_decimals),
  })
  form.watch('quantity_decimals', ({ value }) =>
    setCounted((before) => ({ ...before, quantity_decimals: Number(value) })),
  )
  form.watch('unit', ({ value }) => {
    setCounted((before) => ({ ...before, unit: value }))
    // What is stored may need more of them than usual.
    if (!product) form.setFieldValue('quantity_decimals', String(usualDecimals[value]))
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
      <TextInput
        label={`${t('products.barcodes')} (${t('common.optional')})`}
        inputMode="numeric"
        autoComplete="off"
        key={form.key('barcodes')}
        {...form.getInputProps('barcodes')}
      />
      <Group grow align="flex-start">
        <MoneyInput
          label={t('products.price')}
          key={form.key('price')}
          {...form.getInputProps('price')}
        />
        {product ? null : (
          <QuantityInput
            product={counted}
            label={t('products.initialStock')}
            min={0}
            key={form.key('stock')}
            {...form.getInputProps('stock')}
          />
        )}
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('products.unit')}
          allowDeselect={false}
          data={units.map((value) => ({ value, label: t(`products.units.${value}`) }))}
          key={form.key('unit')}
          {...form.getInputProps('unit')}
        />
        <Select
          label={t('products.smallest')}
          allowDeselect={false}
          data={decimals.map((value) => ({
            value: String(value),
            label:
              value === 0 ? t('products.wholeOnly') : format.quantity(10 ** -value, counted.unit),
          }))}
          key={form.key('quantity_decimals')}
          {...form.getInputProps('quantity_decimals')}
        />
      </Group>
    </DialogForm>
  )
}
