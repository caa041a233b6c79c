import { Button, Group } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { DayRange } from '@/shared/ui/DayRange'
import type { SaleSearch } from './search'

type Props = { search: SaleSearch; onSearch: (change: SaleSearch) => void }

export function SalesFilters({ search, onSearch }: Props) {
  const { t } = useText()
  const { product, from, to } = search
  const change = (part: SaleSearch) => onSearch({ ...part, page: undefined })
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <ProductFilter product={product} onChange={(chosen) => change({ product: chosen })} />
      <DayRange from={from} to={to} onChange={change} />
      {product || from || to ? (
        <Button
          variant="subtle"
          onClick={() => change({ product: undefined, from: undefined, to: undefined })}
        >
          {t('common.clear')}
        </Button>
      ) : null}
    </Group>
  )
}
