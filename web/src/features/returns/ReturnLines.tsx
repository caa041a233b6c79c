import { Group, Stack, Text } from '@mantine/core'
import { COST_DECIMALS } from '@/shared/format'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { RemoveButton } from '@/shared/ui/RemoveButton'
import type { Line } from './return-values'

type Props = {
  lines: Line[]
  errorsOf: (line: Line) => Record<string, string>
  onChange: (lines: Line[]) => void
}

/** How much of what goes back, and what is credited for a unit of it. */
export function ReturnLines({ lines, errorsOf, onChange }: Props) {
  const { t } = useText()
  const products = useProductNames(lines.map(({ product }) => product))
  return (
    <Stack gap="md" mt="md">
      {lines.map((line, n) => {
        const wrong = errorsOf(line)
        const change = (part: Partial<Line>) => onChange(lines.with(n, { ...line, ...part }))
        return (
          <Group key={line.receiptLine ?? `p${line.product}`} gap="sm" align="flex-start">
            <Text fw={600} style={{ flex: '1 1 12rem', minWidth: 0 }}>
              {line.name}
            </Text>
            <QuantityInput
              product={products.get(line.product)}
              w={130}
              aria-label={`${line.name}: ${t('orders.quantity')}`}
              placeholder={t('orders.quantity')}
              value={line.quantity}
              error={wrong.quantity ?? wrong.product_id ?? wrong.receipt_line_id}
              onChange={(quantity) => change({ quantity })}
            />
            <MoneyInput
              w={130}
              decimalScale={COST_DECIMALS}
              aria-label={`${line.name}: ${t('supplierReturns.credit')}`}
              placeholder={t('supplierReturns.credit')}
              value={line.credit}
              error={wrong.unit_credit}
              onChange={(credit) => change({ credit })}
            />
            <RemoveButton
              name={line.name}
              onClick={() => onChange(lines.filter((other) => other !== line))}
            />
          </Group>
        )
      })}
    </Stack>
  )
}
