import { Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAdjustments,
  IconArchive,
  IconChartLine,
  IconPencil,
  IconShoppingCartPlus,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { type Product, productQuery } from '@/shared/products'
import { AdjustDialog } from '@/shared/stock/AdjustDialog'
import { Movements } from '@/shared/stock/Movements'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { StockBadge } from '@/shared/ui/StockBadge'
import { SupplierName } from '@/shared/ui/SupplierName'
import { useUser } from '@/shared/user'
import { ArchiveDialog } from './ArchiveDialog'
import { BundleParts } from './BundleParts'
import { PriceHistory } from './PriceHistory'
import { ProductDialog } from './ProductDialog'
import classes from './ProductPage.module.css'
import { VariantOf } from './VariantOf'
import { Variants } from './Variants'

type Props = {
  id: number
  page: number
  onPage: (page: number) => void
  onArchived: () => void
  /** What to order of it. */
  advice: ReactNode
}

/** One product: its figures, what can be done with it, and every change of its stock. */
export function ProductPage({ id, page, onPage, onArchived, advice }: Props) {
  const { t } = useText()
  const product = useQuery(productQuery(id))
  if (product.isError) {
    return <ProblemAlert failure={product.error} onRetry={() => void product.refetch()} />
  }
  return (
    <>
      <TextLink to="/products" size="sm" display="inline-block" mb="xs">
        {t('products.title')}
      </TextLink>
      {product.data ? (
        <Header product={product.data} onArchived={onArchived} />
      ) : (
        <Skeleton height={150} mb="lg" />
      )}
      {product.data?.kind === 'product' && !product.data.archived ? advice : null}
      <Inside id={id} product={product.data} page={page} onPage={onPage} />
      <PriceHistory id={id} />
    </>
  )
}

type InsideProps = Omit<Props, 'onArchived' | 'advice'> & { product: Product | undefined }

/** What a product is made of or sold as, or what became of its stock. */
function Inside({ id, product, page, onPage }: InsideProps) {
  const { t } = useText()
  if (product?.kind === 'bundle') return <BundleParts bundle={product} />
  if (product?.kind === 'parent') return <Variants parent={product} />
  return (
    <section aria-labelledby="movements">
      <Title order={2} id="movements" fz={18} mb="sm">
        {t('movements.title')}
      </Title>
      <Movements filter={{ product_id: id }} page={page} onPage={onPage} />
    </section>
  )
}

function Header({ product, onArchived }: { product: Product; onArchived: () => void }) {
  const { t, format } = useText()
  const { maySell, mayManage } = useUser()
  const [editing, edit] = useDisclosure(false)
  const [adjusting, adjust] = useDisclosure(false)
  const [archiving, archive] = useDisclosure(false)
  const { several, nameOf } = useLocations()
  const floors = product.min_stock ?? []
  return (
    <>
      <PageHeader
        title={product.name}
        subtitle={
          <Group gap="xs">
            {product.sku}
            {product.parent_id ? <VariantOf product={product} parent={product.parent_id} /> : null}
            {product.kind === 'bundle' || product.kind === 'parent' ? (
              <Badge color="gray" variant="light" tt="none">
                {t(`products.kinds.${product.kind}`)}
              </Badge>
            ) : null}
            {product.archived ? (
              <Badge color="gray" variant="light" tt="none">
                {t('products.isArchived')}
              </Badge>
            ) : null}
          </Group>
        }
      >
        {maySell && !product.archived && product.kind !== 'parent' ? (
          <ButtonLink
            to="/sales/new"
            search={{ product: product.id }}
            leftSection={<IconShoppingCartPlus size={18} aria-hidden />}
          >
            {t('products.sell')}
          </ButtonLink>
        ) : null}
        {product.kind === 'parent' ? null : (
          <ButtonLink
            to="/forecast/$productId"
            params={{ productId: String(product.id) }}
            variant="default"
            leftSection={<IconChartLine size={18} aria-hidden />}
          >
            {t('products.forecast')}
          </ButtonLink>
        )}
      </PageHeader>
      <div className={`panel ${classes.figures}`}>
        {product.kind === 'parent' ? null : (
          <Figure
            label={t(product.kind === 'bundle' ? 'products.availableLabel' : 'products.stock')}
          >
            <StockBadge stock={product.stock} unit={product.unit} />
          </Figure>
        )}
        <Figure label={t('products.price')}>{format.money(product.price)}</Figure>
        <Figure label={t('products.category')}>{product.category ?? t('common.none')}</Figure>
        {floors.length > 0 ? (
          <Figure label={t('products.minStock')}>
            {floors.map(({ location_id: id, quantity }) => {
              const least = format.quantity(quantity, product.unit)
              return (
                <div key={id}>
                  {several ? t('common.labelled', { label: nameOf(id), value: least }) : least}
                </div>
              )
            })}
          </Figure>
        ) : null}
        {mayManage && product.supplier_id ? (
          <Figure label={t('products.usualSupplier')}>
            <SupplierName id={product.supplier_id} />
          </Figure>
        ) : null}
        {mayManage && !product.archived ? (
          <Group gap="xs" className={classes.actions}>
            {product.kind === 'bundle' || product.kind === 'parent' ? null : (
              <Button
                variant="light"
                leftSection={<IconAdjustments size={18} aria-hidden />}
                onClick={adjust.open}
              >
                {t('products.adjust')}
              </Button>
            )}
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
          </Group>
        ) : null}
      </div>
      <ProductDialog opened={editing} onClose={edit.close} product={product} />
      <AdjustDialog opened={adjusting} onClose={adjust.close} product={product} />
      <ArchiveDialog
        opened={archiving}
        onClose={archive.close}
        onArchived={onArchived}
        product={product}
      />
    </>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={22} fw={650} component="div">
        {children}
      </Text>
    </div>
  )
}
