import { Box, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArchive, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Product } from '@/shared/products'
import { roundUnits } from '@/shared/quantity'
import { useShop } from '@/shared/shop/use-shop'
import { useTax } from '@/shared/shop/use-tax'
import { incomingQuery, levelsQuery } from '@/shared/stock/queries'
import { lateDialog } from '@/shared/ui/late-dialog'
import { StockBadge } from '@/shared/ui/StockBadge'
import { useDays } from '@/shared/use-days'
import { useUser } from '@/shared/user'
import { ArchiveDialog } from './ArchiveDialog'
import { marginOf } from './margin'
import classes from './ProductPage.module.css'
import { ProductPicture } from './ProductPicture'

const ProductDialog = lateDialog(() => import('./ProductDialog').then((part) => part.ProductDialog))

type Props = {
  product: Product
  /** Until when it lasts. */
  lasts: (product: Product) => ReactNode
  onArchived: () => void
}

/** Stock, what is coming and until when it lasts; what it costs and what selling one leaves. */
export function ProductFigures({ product, lasts, onArchived }: Props) {
  const { t, format } = useText()
  const { mayManage } = useUser()
  const taxed = useTax()
  const { kind, archived } = product
  return (
    <div className={`panel ${classes.figures}`}>
      <ProductPicture product={product} />
      <div className={classes.facts}>
        {kind === 'product' ? (
          <>
            <Figure label={t('products.stock')} note={<ByLocation product={product} />}>
              <StockBadge stock={product.stock} unit={product.unit} />
            </Figure>
            <Coming product={product} />
            {archived ? null : <Figure label={t('reorder.lasts')}>{lasts(product)}</Figure>}
          </>
        ) : null}
        {kind === 'bundle' ? (
          <Figure label={t('products.availableLabel')}>
            <StockBadge stock={product.stock} unit={product.unit} />
          </Figure>
        ) : null}
        <Figure label={taxed(t('products.price'))}>{format.money(product.price)}</Figure>
        {mayManage && kind === 'product' ? <Costs product={product} /> : null}
      </div>
      {mayManage && !archived ? <Changes product={product} onArchived={onArchived} /> : null}
    </div>
  )
}

type FigureProps = { label: string; note?: ReactNode; children: ReactNode }

function Figure({ label, note, children }: FigureProps) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={22} fw={650} component="div">
        {children}
      </Text>
      {note ? (
        <Text size="sm" c="dimmed" component="div">
          {note}
        </Text>
      ) : null}
    </div>
  )
}

const MOST_LINES = 4
const LINE_EM = 1.55

function ByLocation({ product: { id, unit } }: { product: Product }) {
  const { t, format } = useText()
  const { count, several, nameOf } = useLocations()
  const { data } = useQuery({ ...levelsQuery({ product_id: id, limit: 100 }), enabled: several })
  if (!several) return null
  return (
    // Has its lines before it is known what they say.
    <Box mih={`${Math.min(count, MOST_LINES) * LINE_EM}em`}>
      {data?.rows
        .filter(({ on_hand }) => on_hand > 0)
        .map(({ location_id: place, on_hand: units }) => (
          <div key={place}>
            {t('common.labelled', { label: nameOf(place), value: format.quantity(units, unit) })}
          </div>
        ))}
    </Box>
  )
}

function Coming({ product: { id, unit } }: { product: Product }) {
  const { t, format } = useText()
  const { near } = useDays()
  const { data } = useQuery(incomingQuery(id))
  if (!data) {
    return (
      <Figure label={t('reorder.coming')} note={'\u00a0'}>
        –
      </Figure>
    )
  }
  const units = roundUnits(data.reduce((sum, { quantity }) => sum + quantity, 0))
  const [first] = data
  const day = first?.expected_on
  return (
    <Figure
      label={t('reorder.coming')}
      note={
        day ? t(first.late ? 'products.dueSince' : 'products.dueOn', { day: near(day) }) : '\u00a0'
      }
    >
      {units > 0 ? format.quantity(units, unit) : t('products.nothingComing')}
    </Figure>
  )
}

function Costs({ product }: { product: Product }) {
  const { t, format } = useText()
  const margin = marginOf(product, useShop())
  return (
    <>
      <Figure label={t('products.cost')}>
        {product.cost === null ? t('products.costUnknown') : format.cost(product.cost)}
      </Figure>
      {margin ? (
        <Figure
          label={t('products.margin')}
          note={t(margin.beforeTax ? 'products.beforeTax' : 'products.taxUnknown')}
        >
          {[
            format.money(margin.amount),
            margin.share === null ? null : format.percent(margin.share),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Figure>
      ) : null}
    </>
  )
}

function Changes({ product, onArchived }: Pick<Props, 'product' | 'onArchived'>) {
  const { t } = useText()
  const [editing, edit] = useDisclosure(false)
  const [archiving, archive] = useDisclosure(false)
  return (
    <Group gap="xs" className={classes.actions}>
      <Button
        variant="default"
        leftSection={<IconPencil size={18} aria-hidden />}
        onClick={edit.open}
      >
        {t('common.edit')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconArchive size={18} aria-hidden />}
        onClick={archive.open}
      >
        {t('products.archive')}
      </Button>
      <ProductDialog opened={editing} onClose={edit.close} product={product} />
      <ArchiveDialog
        opened={archiving}
        onClose={archive.close}
        onArchived={onArchived}
        product={product}
      />
    </Group>
  )
}
