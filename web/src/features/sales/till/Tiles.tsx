import { Skeleton, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { Picture } from '@/shared/picture/Picture'
import type { Product } from '@/shared/products'
import { TILES } from './lookup'
import classes from './till.module.css'

type Props = {
  id: string
  label: string
  products: readonly Product[]
  /** The one that Enter takes. */
  active: number | null
  /** Whether they answer what stands in the field: only then one can be taken. */
  isCurrent: boolean
  /** Nobody looks for anything: these are what is sold most. */
  isFrequent: boolean
  empty: string
  /** Nothing has been answered yet. */
  isPending: boolean
  onTake: (product: Product) => void
}

const places = Array.from({ length: TILES }, (_, n) => n)

/** Products to tap. */
export function Tiles({
  id,
  label,
  products,
  active,
  isCurrent,
  isFrequent,
  empty,
  isPending,
  onTake,
}: Props) {
  const { t, format } = useText()
  const left = ({ kind, stock, unit }: Product) => {
    if (kind === 'parent') return t('till.variants')
    return stock > 0
      ? t('till.left', { quantity: format.quantity(stock, unit) })
      : t('till.soldOut')
  }
  if (products.length === 0 && isPending) {
    return (
      <div className={classes.tiles} data-frequent aria-hidden>
        {places.map((place) => (
          <Skeleton key={place} className={classes.tile} />
        ))}
      </div>
    )
  }
  if (products.length === 0) {
    return (
      <Text c="dimmed" id={id}>
        {empty}
      </Text>
    )
  }
  return (
    <div
      role="listbox"
      id={id}
      aria-label={label}
      className={classes.tiles}
      data-stale={!isCurrent || undefined}
      data-frequent={isFrequent || undefined}
    >
      {products.map((product, n) => (
        <button
          key={product.id}
          id={`${id}-${n}`}
          type="button"
          role="option"
          aria-selected={n === active}
          aria-disabled={!isCurrent || undefined}
          // The field keeps the focus: the next scan goes there.
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          className={classes.tile}
          onClick={() => {
            if (isCurrent) onTake(product)
          }}
        >
          <span className={classes.head}>
            {product.picture ? <Picture product={product} edge={36} /> : null}
            <span className={classes.name}>{product.name}</span>
          </span>
          <span className={classes.facts}>
            <span>{product.kind === 'parent' ? '' : format.money(product.price)}</span>
            <span data-out={(product.kind !== 'parent' && product.stock <= 0) || undefined}>
              {left(product)}
            </span>
          </span>
        </button>
      ))}
    </div>
  )
}
