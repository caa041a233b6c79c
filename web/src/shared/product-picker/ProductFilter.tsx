import { useText } from '../i18n'
import { useProductNames } from '../product-names'
import { ProductPicker } from './ProductPicker'

type Props = { product: number | undefined; onChange: (product: number | undefined) => void }

/** Of which product a list tells; of all while none is chosen. */
export function ProductFilter({ product, onChange }: Props) {
  const { t } = useText()
  const chosen = useProductNames(product ? [product] : []).get(product ?? 0)
  return (
    <div style={{ flex: '1 1 14rem', maxWidth: '22rem' }}>
      <ProductPicker
        label={t('picker.label')}
        value={product ? { id: product, name: chosen?.name ?? '' } : null}
        onPick={(picked) => onChange(picked?.id)}
      />
    </div>
  )
}
