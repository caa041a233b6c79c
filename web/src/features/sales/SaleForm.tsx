import { Button, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import type { Product } from '@/shared/products'
import { roundUnits, totalOf } from '@/shared/quantity'
import type { Sale } from '@/shared/sales'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { notifySuccess } from '@/shared/ui/toast'
import { SaleProblem } from './SaleProblem'
import { useRecordSale } from './use-record-sale'

type Props = { chosen: Product | null; onRecorded: (sale: Sale, product: Product) => void }

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
  const unitPrice = numberOf(price) ?? product?.price
  const shown = (units: number) => format.quantity(units, product?.unit)

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
    if (wanted <= 0) {
      quantityField.current?.focus()
      return
    }
    const own = numberOf(price)
    const sale = { product_id: product.id, quantity: wanted }
    record.mutate(own === undefined ? sale : { ...sale, price: own }, {
      onSuccess: (recorded) => {
        notifySuccess(
          t('sell.recorded', { quantity: shown(recorded.quantity), name: product.name }),
        )
        onRecorded(recorded, product)
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
          <QuantityInput
            ref={quantityField}
            product={product}
            label={t('sell.quantity')}
            size="md"
            max={1_000_000}
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
              ? t('sell.afterwards', {
                  stock: shown(product.stock),
                  left: shown(roundUnits(product.stock - count)),
                })
              : ' '}
          </Text>
          {product && unitPrice !== undefined ? (
            <Text fw={650} fz="lg">
              {t('sell.total', { total: format.money(totalOf(unitPrice, count)) })}
            </Text>
          ) : null}
        </Group>
        <SaleProblem
          failure={record.error}
          name={product?.name ?? ''}
          unit={product?.unit}
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
