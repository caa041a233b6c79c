import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { ProductPicker } from '../product-picker/ProductPicker'
import type { Product } from '../products'
import classes from './FormPage.module.css'

type Props = {
  /** What the field that adds products is called. */
  label: string
  onAdd: (product: Product) => void
  error?: ReactNode
  /** The lines that are there. */
  children: ReactNode
}

/** The lines of a form about goods: a product that is picked or scanned adds one. */
export function ProductLines({ label, onAdd, error, children }: Props) {
  const { t } = useText()
  return (
    <section className={`panel ${classes.part}`} aria-label={t('orders.lines')}>
      <ProductPicker
        kind="product"
        label={label}
        value={null}
        onPick={(product) => product && onAdd(product)}
        error={error}
      />
      {children}
    </section>
  )
}
