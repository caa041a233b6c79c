import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Product } from '@/shared/products'
import { Facts } from '@/shared/ui/Facts'
import { SupplierName } from '@/shared/ui/SupplierName'
import { useUser } from '@/shared/user'

/** What else was said of a product. */
export function ProductFacts({ product }: { product: Product }) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const { mayManage } = useUser()
  const {
    category,
    unit,
    supplier_id: supplier,
    min_stock: floors,
    tax_rate: tax,
    shelf_life_days: days,
  } = product
  const least = floors.map(({ location_id: place, quantity }) => {
    const value = format.quantity(quantity, unit)
    return several ? t('common.labelled', { label: nameOf(place), value }) : value
  })
  return (
    <Facts
      facts={[
        [t('products.category'), category],
        [t('products.unit'), t(`products.units.${unit}`)],
        [
          t('products.usualSupplier'),
          mayManage && supplier ? <SupplierName key={supplier} id={supplier} /> : null,
        ],
        [t('products.minStock'), least.join(' · ')],
        [t('products.tax'), tax === null ? null : format.share(tax / 100)],
        [t('products.shelfLifeLabel'), days === null ? null : t('suppliers.days', { count: days })],
      ]}
    />
  )
}
