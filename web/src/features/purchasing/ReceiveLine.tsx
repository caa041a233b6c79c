import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { COST_DECIMALS } from '@/shared/format'
import { useText } from '@/shared/i18n'
import type { Counted } from '@/shared/quantity'
import { DayInput } from '@/shared/ui/DayInput'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { Select } from '@/shared/ui/Select'
import { type OrderLineOut, unitOf } from './queries'
import classes from './Receive.module.css'
import { discrepancies, useReasonName } from './reasons'
import { type ReceivedLine, surplus, unitsOf } from './receipt-values'

type Props = {
  line: OrderLineOut
  product: Counted | undefined
  currency: string
  received: ReceivedLine
  /** By field. */
  errors: Record<string, string | undefined>
  flash: boolean
  onChange: (part: Partial<ReceivedLine>) => void
}

/** Expected beside received; where they differ, why. */
export function ReceiveLine(props: Props) {
  const { line, product, received, errors, flash, onChange } = props
  const { t, format } = useText()
  const [more, showMore] = useState(Boolean(received.lot || received.expires_on))
  const units = (value: number) => format.quantity(value, unitOf(line))
  const over = surplus(line, received)
  const touched = received.quantity !== ''
  const of = (label: string) => `${line.product_name}: ${label}`
  return (
    <li className={`${classes.line} ${flash ? classes.flash : ''}`}>
      <div className={classes.product}>
        <Text fw={600}>{line.product_name}</Text>
        <Text size="xs" c="dimmed">
          {[line.supplier_sku, line.product_sku].filter(Boolean).join(' · ')}
        </Text>
        <Text size="sm">
          {t('receipts.expected', { open: units(line.open), ordered: units(line.quantity) })}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <QuantityInput
          product={product ?? { unit: unitOf(line), quantity_decimals: 3 }}
          min={0}
          aria-label={of(t('receipts.received'))}
          placeholder="0"
          value={received.quantity}
          onChange={(quantity) => onChange({ quantity })}
          error={errors.quantity}
          style={{ flex: 1 }}
        />
        <Button
          variant="default"
          aria-label={of(t('receipts.all'))}
          onClick={() => onChange({ quantity: line.open })}
        >
          {t('receipts.all')}
        </Button>
      </Group>
      <div className={classes.state} aria-live="polite">
        {touched && over > 0 ? (
          <Text size="sm" c="var(--mantine-color-error)">
            {t('receipts.over', { quantity: units(over) })}
          </Text>
        ) : null}
        {touched && over === 0 && unitsOf(received) > 0 ? (
          <Text size="sm" c="light-dark(#12704d, #79c5a2)">
            {t('receipts.complete')}
          </Text>
        ) : null}
        {touched && over < 0 ? <Rest {...props} rest={-over} /> : null}
        {more ? (
          <More {...props} />
        ) : (
          <Button size="compact-xs" variant="subtle" onClick={() => showMore(true)}>
            {t('receipts.more')}
          </Button>
        )}
      </div>
    </li>
  )
}

/** What about those that did not come: they may still, or somebody says why not. */
function Rest({ line, product, received, errors, onChange, rest }: Props & { rest: number }) {
  const { t, format } = useText()
  const reasonName = useReasonName()
  const of = (label: string) => `${line.product_name}: ${label}`
  return (
    <Stack gap={4}>
      <Select
        size="xs"
        label={t('receipts.rest', { quantity: format.quantity(rest, unitOf(line)) })}
        value={received.reason ?? 'later'}
        data={[
          { value: 'later', label: t('receipts.later') },
          ...discrepancies.map((value) => ({ value, label: reasonName(value) })),
        ]}
        onChange={(value) => {
          const reason = discrepancies.find((each) => each === value) ?? null
          onChange({ reason, missing: reason === null ? '' : rest })
        }}
      />
      {received.reason === null ? null : (
        <Group gap="xs" grow align="flex-start">
          <QuantityInput
            size="xs"
            product={product ?? { unit: unitOf(line), quantity_decimals: 3 }}
            aria-label={of(t('receipts.howMany'))}
            value={received.missing}
            onChange={(missing) => onChange({ missing })}
            error={errors['discrepancy.quantity']}
          />
          <TextInput
            size="xs"
            aria-label={of(t('receipts.note'))}
            placeholder={t('receipts.note')}
            value={received.note}
            onChange={({ currentTarget: { value } }) => onChange({ note: value })}
            error={errors['discrepancy.note']}
          />
        </Group>
      )}
    </Stack>
  )
}

function More({ currency, line, received, errors, onChange }: Props) {
  const { t } = useText()
  return (
    <Group gap="xs" grow align="flex-start">
      <TextInput
        size="xs"
        label={t('receipts.lot')}
        autoComplete="off"
        value={received.lot}
        onChange={({ currentTarget: { value } }) => onChange({ lot: value })}
        error={errors.lot}
      />
      <DayInput
        size="xs"
        label={t('receipts.expires')}
        value={received.expires_on}
        onChange={({ currentTarget: { value } }) => onChange({ expires_on: value })}
        error={errors.expires_on}
      />
      <MoneyInput
        size="xs"
        currency={currency}
        decimalScale={COST_DECIMALS}
        label={t('orders.unitCost')}
        placeholder={String(line.unit_cost)}
        value={received.unit_cost}
        onChange={(unit_cost) => onChange({ unit_cost })}
        error={errors.unit_cost}
      />
    </Group>
  )
}
