import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconMinus, IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { FieldError } from '@/api/errors'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { fieldText } from '@/shared/problem'
import { isScan } from '@/shared/product-picker/scan'
import { roundUnits } from '@/shared/quantity'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { NumberField } from '@/shared/ui/NumberField'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { type BasketLine, lineSum } from './basket'
import classes from './till.module.css'

type Props = {
  line: BasketLine
  /** Why the service refused it. */
  refused: FieldError | undefined
  onChange: (line: BasketLine) => void
  onRemove: () => void
  /** A code that was scanned while the focus was in a field of this line. */
  onCode: (code: string) => void
  onDone: () => void
}

/** One product of the basket, with steppers for a thumb. */
export function BasketRow({ line, refused, onChange, onRemove, onCode, onDone }: Props) {
  const { t, format } = useText()
  const { product, quantity } = line
  const { name } = product
  const field = useRef<HTMLInputElement>(null)
  const typed = useRef('')
  const before = useRef(line)
  const isMissing = quantity <= 0

  // Of what is weighed or measured the quantity is asked at once.
  useEffect(() => {
    if (isMissing) field.current?.focus()
  }, [isMissing])

  function step(by: number) {
    onChange({ ...line, quantity: Math.max(roundUnits(quantity + by), 0) })
  }

  /** A scanner types wherever the focus is: so many digits are no quantity and no price. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key.length === 1) typed.current += event.key
    if (event.key !== 'Enter') return
    event.preventDefault()
    const code = typed.current
    typed.current = ''
    // Leaving the field takes what stands in it, so that is put right afterwards.
    onDone()
    if (!isScan(code)) return
    onChange(before.current)
    onCode(code)
  }
  const guard = {
    onKeyDown,
    onFocus: () => {
      typed.current = ''
      before.current = line
    },
  }

  return (
    <li>
      <div className={classes.line}>
        <Text span fw={600}>
          {name}
        </Text>
        <Group gap={4} wrap="nowrap">
          <Text span fw={600}>
            {format.money(lineSum(line))}
          </Text>
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            aria-label={t('till.remove', { name })}
            onClick={onRemove}
          >
            <IconX size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </div>
      <div className={classes.controls}>
        <ActionIcon
          size={44}
          variant="default"
          aria-label={t('till.less', { name })}
          disabled={quantity <= 1}
          onClick={() => step(-1)}
        >
          <IconMinus size={20} aria-hidden />
        </ActionIcon>
        <QuantityInput
          ref={field}
          product={product}
          className={classes.quantity}
          size="md"
          min={0}
          max={1_000_000}
          isStrict
          aria-label={t('till.quantityOf', { name })}
          placeholder={t('till.howMuch')}
          value={quantity > 0 ? quantity : ''}
          error={isMissing}
          onChange={(value) => onChange({ ...line, quantity: numberOf(value) ?? 0 })}
          onFocusCapture={(event) => (event.target as HTMLInputElement).select()}
          {...guard}
        />
        <ActionIcon
          size={44}
          variant="default"
          aria-label={t('till.more', { name })}
          onClick={() => step(1)}
        >
          <IconPlus size={20} aria-hidden />
        </ActionIcon>
        <div className={classes.terms}>
          <MoneyInput
            className={classes.price}
            size="md"
            allowNegative={false}
            aria-label={t('till.priceOf', { name })}
            placeholder={format.amount(product.price)}
            value={line.price ?? ''}
            onChange={(value) => {
              const { price: _, ...rest } = line
              const price = numberOf(value)
              onChange(price === undefined ? rest : { ...rest, price })
            }}
            {...guard}
          />
          <NumberField
            className={classes.percent}
            size="md"
            aria-label={t('till.discountOf', { name })}
            placeholder="−"
            min={0}
            max={100}
            isStrict
            decimalScale={2}
            suffix=" %"
            value={line.percent ?? ''}
            onChange={(value) => {
              const { percent: _, ...rest } = line
              const percent = numberOf(value)
              onChange(percent ? { ...rest, percent } : rest)
            }}
            {...guard}
          />
        </div>
      </div>
      {refused ? <Refused {...{ line, refused, onChange, onRemove }} /> : null}
    </li>
  )
}

type RefusedProps = Pick<Props, 'line' | 'onChange' | 'onRemove'> & { refused: FieldError }

/** What is wrong with a line, and what can be done about it here. */
function Refused({ line, refused, onChange, onRemove }: RefusedProps) {
  const { t, format } = useText()
  const isShort = refused.code === 'insufficient_stock'
  const left = Number(refused.params?.left ?? 0)
  const shown = format.quantity(left, line.product.unit)
  return (
    <Group gap="xs" mt={6} role="alert">
      <Text c="red" fw={600} size="sm">
        {isShort
          ? left > 0
            ? t('till.onlyLeft', { left: shown })
            : t('till.noneLeft')
          : fieldText(t, refused.code, refused.params)}
      </Text>
      {isShort && left > 0 ? (
        <Button size="xs" variant="default" onClick={() => onChange({ ...line, quantity: left })}>
          {t('till.sellLeft', { left: shown })}
        </Button>
      ) : null}
      <Button size="xs" variant="subtle" color="gray" onClick={onRemove}>
        {t('till.leaveOut')}
      </Button>
    </Group>
  )
}
