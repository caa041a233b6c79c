import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import type { Product } from '@/shared/products'
import type { Sale } from '@/shared/sales'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { notifySuccess } from '@/shared/ui/toast'
import { SaleProblem } from './SaleProblem'
import { useRecordSale } from './use-record-sale'

type Props = { chosen: Product | null; onRecorded: (sale: Sale, name: string) => void }

/**
 * Product, Enter, quantity, Enter. After a sale the field for the product has the focus again.
 */
export function SaleForm({ chosen, onRecorded }: Props) {
  const { t, format } = useText()
  const [product, setProduct] = useState<Product | null>(chosen)
  const [quantity, setQuantity] = useState<number | string>(1)
  const [price, setPrice] = useState<number | string>('')
  const [missing, setMissing] = useState(false)
  const productField = useRef<HTMLInputElement>(null)
  const quantityField = useRef<HTMLInputElement>(null)
  const record = useRecordSale()

  const count = numberOf(quantity) ?? 0
  const unit = numberOf(price) ?? product?.price

  function pick(next: Product | null) {
    setProduct(next)
    setMissing(false)
    setPrice('')
    record.reset()
    if (next) {
      // Selected, so that typing a number replaces the 1.
      quantityField.current?.focus()
      quantityField.current?.select()
    }
  }

  function submit(wanted: number) {
    if (!product) {
      setMissing(true)
      productField.current?.focus()
      return
    }
    if (wanted < 1) {
      quantityField.current?.focus()
      return
    }
    const own = numberOf(price)
    const sale = { product_id: product.id, quantity: wanted }
    record.mutate(own === undefined ? sale : { ...sale, price: own }, {
      onSuccess: (recorded) => {
        notifySuccess(t('sell.recorded', { count: recorded.quantity, name: product.name }))
        onRecorded(recorded, product.name)
        setProduct(null)
        setQuantity(1)
        setPrice('')
        productField.current?.focus()
      },
    })
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!record.isPending) submit(count)
      }}
      noValidate
    >
      <Stack>
        <ProductPicker
          label={t('picker.label')}
          value={product}
          onPick={pick}
          inputRef={productField}
          autoFocus={!chosen}
          size="md"
          error={missing ? t('fields.required') : undefined}
        />
        <Group grow align="flex-start">
          <NumberInput
            ref={quantityField}
            label={t('sell.quantity')}
            size="md"
            min={1}
            max={1_000_000}
            allowDecimal={false}
            allowNegative={false}
            inputMode="numeric"
            autoFocus={chosen !== null}
            value={quantity}
            onChange={setQuantity}
            error={quantity === '' ? t('fields.required') : undefined}
          />
          <MoneyInput
            label={t('sell.price')}
            size="md"
            allowNegative={false}
            placeholder={product ? format.money(product.price) : ''}
            value={price}
            onChange={setPrice}
          />
        </Group>
        <Group justify="space-between" mih={28}>
          <Text c="dimmed" size="sm">
            {product
              ? t('sell.afterwards', { stock: product.stock, left: product.stock - count })
              : ' '}
          </Text>
          {product && unit !== undefined ? (
            <Text fw={650} fz="lg">
              {t('sell.total', { total: format.money(unit * count) })}
            </Text>
          ) : null}
        </Group>
        <SaleProblem
          failure={record.error}
          name={product?.name ?? ''}
          requested={count}
          onSellRest={(rest) => {
            setQuantity(rest)
            submit(rest)
          }}
        />
        <Button type="submit" size="md" loading={record.isPending}>
          {t('sell.record')}
        </Button>
      </Stack>
    </form>
  )
}
