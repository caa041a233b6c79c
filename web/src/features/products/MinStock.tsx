import { SimpleGrid } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Counted } from '@/shared/quantity'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { type Floors, floorsBody } from './product-values'

type Props = {
  product: Counted
  floors: Floors
  /** By their place in the body, as `min_stock.0.quantity`. */
  errors: Record<string, ReactNode>
  onChange: (floors: Floors) => void
}

/** What each location shall never hold less of; with one location there is nothing to tell apart. */
export function MinStock({ product, floors, errors, onChange }: Props) {
  const { t } = useText()
  const { live, several } = useLocations()
  const label = t('products.minStock')
  const places = floorsBody(floors).map(({ location_id: id }) => id)
  return (
    <SimpleGrid cols={{ base: 1, xs: several ? 2 : 1 }}>
      {live.map(({ id, name }) => (
        <QuantityInput
          key={id}
          product={product}
          label={several ? t('common.labelled', { label, value: name }) : label}
          placeholder={t('common.optional')}
          min={0}
          value={floors[id] ?? ''}
          error={errors[`min_stock.${places.indexOf(id)}.quantity`]}
          onChange={(quantity) => onChange({ ...floors, [id]: quantity })}
        />
      ))}
    </SimpleGrid>
  )
}
