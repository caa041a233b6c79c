import { ActionIcon, Button, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { COST_DECIMALS } from '@/shared/format'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { useProductNames } from '@/shared/product-names'
import type { Terms } from '@/shared/suppliers'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import classes from './Lines.module.css'
import { costAt, type LineValues, lineCents, lineCost, upToMultiple } from './order-values'

type Props = {
  lines: readonly LineValues[]
  terms: ReadonlyMap<number, Terms>
  currency: string | undefined
  /** By path, as `lines.2.quantity`. */
  errors: Record<string, string>
  onChange: (lines: LineValues[]) => void
}

/** What is ordered, to be typed into; it says how the supplier sells each product. */
export function OrderLines({ lines, terms, currency, errors, onChange }: Props) {
  const { t } = useText()
  const products = useProductNames(lines.map(({ product }) => product.id))
  return (
    <ul className={classes.lines} aria-label={t('orders.lines')}>
      {/* Each field says its own name to who cannot see the headings. */}
      <li className={`${classes.line} ${classes.headings}`} aria-hidden>
        <span />
        <span>{t('orders.quantity')}</span>
        <span>{t('orders.unitCost')}</span>
        <span className={classes.end}>{t('orders.amount')}</span>
      </li>
      {lines.map((line, n) => {
        const change = (part: Partial<LineValues>) => onChange(lines.with(n, { ...line, ...part }))
        const known = products.get(line.product.id)
        const { name } = line.product
        const of = (label: string) => `${name}: ${label}`
        return (
          <li key={line.key} className={classes.line}>
            <div className={classes.product}>
              <Text fw={600}>{name}</Text>
              <Hints
                line={line}
                terms={terms.get(line.product.id)}
                {...{ known, currency, change }}
              />
            </div>
            <QuantityInput
              product={known}
              aria-label={of(t('orders.quantity'))}
              value={line.quantity}
              onChange={(quantity) => change({ quantity })}
              error={errors[`lines.${n}.quantity`]}
            />
            <MoneyInput
              currency={currency}
              decimalScale={COST_DECIMALS}
              aria-label={of(t('orders.unitCost'))}
              placeholder={costPlaceholder(line, terms.get(line.product.id))}
              value={line.unit_cost}
              onChange={(unit_cost) => change({ unit_cost })}
              error={errors[`lines.${n}.unit_cost`]}
            />
            <Amount line={line} terms={terms.get(line.product.id)} currency={currency} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('orders.removeLine', { name })}
              onClick={() => onChange(lines.filter((other) => other !== line))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
            {errors[`lines.${n}.product_id`] || errors[`lines.${n}.id`] ? (
              <Text size="sm" c="var(--mantine-color-error)" className={classes.more}>
                {errors[`lines.${n}.product_id`] ?? errors[`lines.${n}.id`]}
              </Text>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

function costPlaceholder(line: LineValues, terms: Terms | undefined): string {
  const cost = lineCost({ ...line, unit_cost: '' }, terms)
  return cost === undefined ? '' : String(cost)
}

type AmountProps = {
  line: LineValues
  terms: Terms | undefined
  currency: string | undefined
}

function Amount({ line, terms, currency }: AmountProps) {
  const { format } = useText()
  const known = lineCost(line, terms) !== undefined && numberOf(line.quantity) !== undefined
  return (
    <div className={classes.amount}>
      {known ? format.money(lineCents(line, terms) / 100, currency) : '–'}
    </div>
  )
}

type HintsProps = AmountProps & {
  known: ReturnType<ReturnType<typeof useProductNames>['get']>
  change: (part: Partial<LineValues>) => void
}

/** How the supplier sells it, and what is not so on this line; one press makes it so. */
function Hints({ line, terms, currency, known, change }: HintsProps) {
  const { t, format } = useText()
  const quantity = numberOf(line.quantity)
  const units = (value: number) => format.quantity(value, known?.unit)
  if (!terms) {
    return (
      <Text size="xs" c="dimmed">
        {line.product.sku} · {t('orders.noTerms')}
      </Text>
    )
  }
  const { order_multiple: multiple, minimum_quantity: least } = terms
  const wanted = upToMultiple(Math.max(quantity ?? 0, least, multiple), multiple)
  const usual = quantity === undefined ? undefined : costAt(terms, quantity)
  const typed = numberOf(line.unit_cost)
  return (
    <>
      <Text size="xs" c="dimmed">
        {[
          terms.sku ?? line.product.sku,
          multiple === 1 ? null : t('orders.by', { quantity: units(multiple) }),
          least > 0 ? t('orders.least', { quantity: units(least) }) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {quantity !== undefined && quantity > 0 && wanted !== quantity ? (
        <Fix
          text={t(quantity < least ? 'orders.belowLeast' : 'orders.notMultiple', {
            quantity: units(quantity < least ? least : multiple),
          })}
          action={t('orders.take', { quantity: units(wanted) })}
          onClick={() => change({ quantity: wanted })}
        />
      ) : null}
      {usual !== undefined && typed !== undefined && typed !== usual ? (
        <Fix
          text={t('orders.otherCost', { cost: format.cost(usual, currency) })}
          action={t('orders.takeCost')}
          onClick={() => change({ unit_cost: line.id ? usual : '' })}
        />
      ) : null}
    </>
  )
}

function Fix({ text, action, onClick }: { text: string; action: string; onClick: () => void }) {
  return (
    <Text size="xs" c="light-dark(#8a4b00, #ffc078)">
      {text}{' '}
      <Button size="compact-xs" variant="default" onClick={onClick}>
        {action}
      </Button>
    </Text>
  )
}
