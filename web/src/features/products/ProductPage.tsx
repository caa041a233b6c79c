import { Button, Group, Skeleton, Stack, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustments, IconShoppingCartPlus, IconTruckDelivery } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import { type Product, productQuery } from '@/shared/products'
import { Movements } from '@/shared/stock/Movements'
import { lateDialog } from '@/shared/ui/late-dialog'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifyError, notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import { BundleParts } from './BundleParts'
import { useRestoreProduct } from './mutations'
import { PriceHistory } from './PriceHistory'
import { ProductFacts } from './ProductFacts'
import { ProductFigures } from './ProductFigures'
import { ProductNames } from './ProductNames'
import { ProductTabs } from './ProductTabs'
import type { OneSearch, Tab } from './search'
import { Variants } from './Variants'
import { Walk } from './Walk'

const AdjustDialog = lateDialog(() =>
  import('@/shared/stock/AdjustDialog').then((part) => part.AdjustDialog),
)

/** What other parts of the shop know of a product; the page says where it stands. */
export type Parts = Record<'lasts' | 'overview' | 'forecast' | 'orders', (of: Product) => ReactNode>

type Props = {
  id: number
  search: OneSearch
  onPage: (page: number) => void
  onArchived: () => void
  parts: Parts
}

/** What there is to say of each kind: a parent has neither stock nor sales of its own. */
const tabsOf: Record<Product['kind'], readonly Tab[]> = {
  product: ['overview', 'forecast', 'stock', 'orders', 'prices'],
  bundle: ['overview', 'forecast', 'prices'],
  parent: ['overview', 'prices'],
}

/** One product: how it is doing, and what one does about it. */
export function ProductPage({ id, search, onPage, onArchived, parts }: Props) {
  const { t } = useText()
  const found = useQuery(productQuery(id))
  if (found.isError) {
    return (
      <>
        <TextLink to="/products" search={search.list ?? {}} size="sm" display="block" mb="xs">
          {t('products.title')}
        </TextLink>
        <ProblemAlert failure={found.error} onRetry={() => void found.refetch()} />
      </>
    )
  }
  const product = found.data
  const tabs = tabsOf[product?.kind ?? 'product']
  const tab = search.tab && tabs.includes(search.tab) ? search.tab : 'overview'
  return (
    <>
      <Walk id={id} list={search.list} tab={tab} />
      {product ? (
        <>
          <Header product={product} />
          <ProductFigures product={product} lasts={parts.lasts} onArchived={onArchived} />
          <ProductTabs id={id} tabs={tabs} current={tab} search={search} />
          <Suspense fallback={<Skeleton height={320} />}>
            <Inside product={product} tab={tab} page={search.page ?? 1} {...{ onPage, parts }} />
          </Suspense>
        </>
      ) : (
        <Skeleton height={420} />
      )}
    </>
  )
}

function Header({ product }: { product: Product }) {
  const { t } = useText()
  const { maySell, mayManage } = useUser()
  const [adjusting, adjust] = useDisclosure(false)
  const { id, archived, kind, supplier_id: supplier } = product
  const restore = useRestoreProduct(id)
  return (
    <>
      <PageHeader title={product.name} subtitle={<ProductNames product={product} />}>
        {mayManage && !archived && kind === 'product' ? (
          <>
            <ButtonLink
              to="/orders/new"
              search={{ product: id, ...(supplier ? { supplier } : {}) }}
              variant="default"
              leftSection={<IconTruckDelivery size={18} aria-hidden />}
            >
              {t('products.order')}
            </ButtonLink>
            <Button
              variant="default"
              leftSection={<IconAdjustments size={18} aria-hidden />}
              onClick={adjust.open}
            >
              {t('products.adjust')}
            </Button>
          </>
        ) : null}
        {mayManage && archived ? (
          <Button
            loading={restore.isPending}
            onClick={() =>
              restore.mutate(undefined, {
                onSuccess: ({ name }) => notifySuccess(t('products.restored', { name })),
                onError: (failure) => notifyError(problemText(t, failure)),
              })
            }
          >
            {t('products.restore')}
          </Button>
        ) : null}
        {maySell && !archived && kind !== 'parent' ? (
          <ButtonLink
            to="/sales/new"
            search={{ product: id }}
            leftSection={<IconShoppingCartPlus size={18} aria-hidden />}
          >
            {t('products.sell')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <AdjustDialog opened={adjusting} onClose={adjust.close} product={product} />
    </>
  )
}

type InsideProps = Pick<Props, 'onPage' | 'parts'> & { product: Product; tab: Tab; page: number }

function Inside({ product, tab, page, onPage, parts }: InsideProps) {
  switch (tab) {
    case 'forecast':
      return parts.forecast(product)
    case 'stock':
      return <StockStory product={product} page={page} onPage={onPage} />
    case 'orders':
      return parts.orders(product)
    case 'prices':
      return <PriceHistory id={product.id} />
    default:
      return <Overview product={product} parts={parts} />
  }
}

function Overview({ product, parts }: Pick<InsideProps, 'product' | 'parts'>) {
  return (
    <Stack gap="lg">
      {product.kind === 'bundle' ? <BundleParts bundle={product} /> : null}
      {product.kind === 'parent' ? <Variants parent={product} /> : parts.overview(product)}
      <ProductFacts product={product} />
    </Stack>
  )
}

type StoryProps = { product: Product; page: number; onPage: (page: number) => void }

/** Why there are as many as there are. */
function StockStory({ product, page, onPage }: StoryProps) {
  const { t, format } = useText()
  const { id, stock, unit } = product
  return (
    <section aria-labelledby="movements">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="movements" fz={18}>
          {t('products.whyStock', { count: stock, stock: format.quantity(stock, unit) })}
        </Title>
        <TextLink to="/stock/movements" search={{ product: id }} size="sm">
          {t('products.filterStory')}
        </TextLink>
      </Group>
      <Movements filter={{ product_id: id }} page={page} onPage={onPage} />
    </section>
  )
}
