import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { COST_DECIMALS } from '@/shared/format'
import { useText } from '@/shared/i18n'
import { supplierQuery } from '@/shared/suppliers'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'

type Props = {
  supplier: number | null
  cost: number | string
  /** Of whom it is bought already: what that costs stands in the terms. */
  agreed: number | null
  errors: Record<string, ReactNode>
  onSupplier: (supplier: number | null) => void
  onCost: (cost: number | string) => void
}

/** Of whom a product is bought, and what a unit costs there where that is not agreed yet. */
export function UsualSupplier(props: Props) {
  const { supplier, cost, agreed, errors, onSupplier, onCost } = props
  const { t } = useText()
  const other = supplier !== null && supplier !== agreed
  const chosen = useQuery({ ...supplierQuery(supplier ?? 0), enabled: other }).data
  return (
    <Group grow align="flex-start">
      <SupplierPicker
        label={t('products.usualSupplier')}
        placeholder={t('common.optional')}
        clearable
        value={supplier}
        error={errors.supplier_id}
        onChange={(picked) => onSupplier(picked?.id ?? null)}
      />
      {other ? (
        <MoneyInput
          label={t('products.unitCost')}
          currency={chosen?.currency}
          decimalScale={COST_DECIMALS}
          description={t('products.unitCostHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={cost}
          error={errors.unit_cost}
          onChange={onCost}
        />
      ) : null}
    </Group>
  )
}
