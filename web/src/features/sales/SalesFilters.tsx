import { Button, Group, TextInput } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import classes from './SalesFilters.module.css'
import type { SaleSearch } from './search'

type Props = { search: SaleSearch; onSearch: (change: SaleSearch) => void }

export function SalesFilters({ search, onSearch }: Props) {
  const { t } = useText()
  const { product, from, to } = search
  const known = useProductNames(product ? [product] : [])
  const name = product
    ? (known.get(product)?.name ?? t('sales.unknownProduct', { id: product }))
    : ''
  const change = (part: SaleSearch) => onSearch({ ...part, page: undefined })
  return (
    <Group gap="sm" mb="md" align="flex-end" className={classes.filters}>
      <div className={classes.product}>
        <ProductPicker
          label={t('sales.product')}
          value={product ? { id: product, name } : null}
          onPick={(picked) => change({ product: picked?.id })}
        />
      </div>
      <TextInput
        type="date"
        label={t('sales.from')}
        value={from ?? ''}
        max={to ?? ''}
        onChange={(event) => change({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t('sales.to')}
        value={to ?? ''}
        min={from ?? ''}
        onChange={(event) => change({ to: event.currentTarget.value || undefined })}
      />
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
