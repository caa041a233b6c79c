import { Button, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { MAIN_LOCATION } from '@/shared/locations'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import type { Scan } from '@/shared/product-picker/scan'
import type { Product } from '@/shared/products'
import { roundUnits, totalOf } from '@/shared/quantity'
import type { Sale } from '@/shared/sales'
import { useStockAt } from '@/shared/stock/use-stock-at'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { notifySuccess } from '@/shared/ui/toast'
import { type BasketLine, newLine } from './basket'
import { SaleProblem } from './SaleProblem'
import { useRecordSale } from './use-record-sale'
import { atLocation } from './use-till-location'

type Props = {
  chosen: Product | null
  /** Where it is sold; absent: the main one. */
  location?: number
  onRecorded: (sale: Sale, product: Product) => void
  /** Where a sale of several products is gathered. */
  basket: {
    isEmpty: boolean
    add: (line: BasketLine) => void
    scan: (line: BasketLine) => void
    record: () => void
  }
}

/**
 * Product, Enter, quantity, Enter. After a sale the field for the product has the focus again.
 *
 * Shift and Enter put the line into the basket instead. Once something is in there, so does Enter
 * alone, and Enter without a product records the basket. A scanned barcode goes there by itself.
 */
export function SaleForm({ chosen, location = MAIN_LOCATION, onRecorded, basket }: Props) {
  const { t, format } = useText()
  const [product, setProduct] = useState<Product | null>(chosen)
  const [quantity, setQuantity] = useState<number | string>(1)
  const [price, setPrice] = useState<number | string>('')
  const [missing, setMissing] = useState(false)
  const productField = useRef<HTMLInputElement>(null)
  const quantityField = useRef<HTMLInputElement>(null)
  const record = useRecordSale()

  const stock = useStockAt(product, location)
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

  /** The product, once a product and a quantity stand there; else the field that is missing. */
  function complete(wanted: number): Product | null {
    if (!product) {
      setMissing(true)
      productField.current?.focus()
      return null
    }
    if (wanted <= 0) quantityField.current?.focus()
    return wanted > 0 ? product : null
  }

  function startAgain() {
    setProduct(null)
    setQuantity(1)
    setPrice('')
    record.reset()
    productField.current?.focus()
  }

  function submit(wanted: number) {
    const sold = complete(wanted)
    if (!sold) return
    const own = numberOf(price)
    const sale = { product_id: sold.id, quantity: wanted, ...atLocation(location) }
    record.mutate(own === undefined ? sale : { ...sale, price: own }, {
      onSuccess: (recorded) => {
        notifySuccess(t('sell.recorded', { quantity: shown(recorded.quantity), name: sold.name }))
        onRecorded(recorded, sold)
        startAgain()
      },
    })
  }

  function addToBasket() {
    const sold = complete(count)
    if (!sold) return
    const own = numberOf(price)
    const line = { product: sold, quantity: count }
    basket.add(newLine(own === undefined ? line : { ...line, price: own }))
    startAgain()
  }

  function addScanned(scan: Scan) {
    const line = { product: scan.product, quantity: scan.quantity ?? 1 }
    const priced = scan.amount !== null && scan.product.unit === 'piece'
    basket.scan(newLine(priced ? { ...line, price: scan.amount ?? 0 } : line))
    startAgain()
  }

  function onEnter() {
    if (basket.isEmpty) submit(count)
    else if (product) addToBasket()
    else basket.record()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!record.isPending) onEnter()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !event.shiftKey) return
        event.preventDefault()
        if (!record.isPending) addToBasket()
      }}
      noValidate
    >
      <Stack>
        <ProductPicker
          label={t('picker.label')}
          value={product}
          onPick={pick}
          onScan={addScanned}
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
            {stock !== undefined
              ? t('sell.afterwards', {
                  stock: shown(stock),
                  left: shown(roundUnits(stock - count)),
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
        <Group grow>
          {basket.isEmpty ? (
            <Button type="submit" size="md" loading={record.isPending}>
              {t('sell.record')}
            </Button>
          ) : null}
          <Button
            type={basket.isEmpty ? 'button' : 'submit'}
            size="md"
            variant="default"
            disabled={record.isPending}
            {...(basket.isEmpty ? { onClick: addToBasket } : {})}
          >
            {t('sell.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
