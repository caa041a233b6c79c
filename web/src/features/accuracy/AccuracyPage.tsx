import { Skeleton, Text, Title } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ForecastMeasuresOut, ForecastProductMeasuresOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import classes from './AccuracyPage.module.css'
import { BiasAlarms } from './BiasAlarms'
import { PlainAccuracy } from './PlainAccuracy'
import { accuracyQuery, against, PRODUCTS_SHOWN } from './queries'

type Props = { page: number; onPage: (page: number) => void }

/** How past forecasts did against what was then sold: in all, and product by product. */
export function AccuracyPage({ page, onPage }: Props) {
  const { t } = useText()
  const found = useQuery(accuracyQuery(page))
  const { columns, phoneRow } = useProductRows(found.data?.rows ?? [])
  const scored = !found.isError && found.data?.overall.windows !== 0
  if (found.isPending) {
    return (
      <>
        <PageHeader title={t('accuracy.title')} subtitle={t('accuracy.subtitle')} />
        {/* All of it comes together: what stands below would be pushed down. */}
        <Skeleton height={520} />
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('accuracy.title')} subtitle={t('accuracy.subtitle')} />
      {scored ? (
        <>
          {found.data ? <Overall measured={found.data.overall} /> : null}
          <BiasAlarms />
          <Title order={2} fz={18} mb="sm">
            {t('accuracy.byProduct')}
          </Title>
        </>
      ) : null}
      <ListPanel
        name="accuracy"
        label={t('accuracy.byProduct')}
        list={found}
        columns={columns}
        rowKey={(row) => row.product_id}
        phone={phoneRow}
        pages={{ page, limit: PRODUCTS_SHOWN, onChange: onPage }}
        empty={
          <EmptyState
            icon={IconTargetArrow}
            title={t('accuracy.empty')}
            text={t('accuracy.emptyText')}
          />
        }
      />
    </>
  )
}

function Overall({ measured }: { measured: ForecastMeasuresOut }) {
  const { t, format } = useText()
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value))
  const signed = (value: number | null) => (value === null ? '–' : format.signedPercent(value))
  const figures = [
    { key: 'against', value: signed(against(measured)) },
    { key: 'wape', value: percent(measured.wape) },
    { key: 'bias', value: signed(measured.bias) },
    { key: 'coverage', value: percent(measured.coverage_80) },
    { key: 'windows', value: format.integer(measured.windows) },
  ] as const
  return (
    <>
      <PlainAccuracy measured={measured} />
      <section className={`panel ${classes.figures}`} aria-label={t('accuracy.overall')}>
        {figures.map(({ key, value }) => (
          <div key={key}>
            <Text size="sm" c="dimmed">
              {t(`accuracy.${key}`)}
            </Text>
            <Text fz={26} fw={680} lh={1.3}>
              {value}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`accuracy.${key}Help`)}
            </Text>
          </div>
        ))}
      </section>
    </>
  )
}

function useProductRows(products: readonly ForecastProductMeasuresOut[]) {
  const { t, format } = useText()
  const signed = (value: number | null) => (value === null ? '–' : format.signedPercent(value))
  const names = useProductNames(products.map(({ product_id }) => product_id))
  const name = ({ product_id }: ForecastProductMeasuresOut) => (
    <TextLink to="/forecast/$productId" params={{ productId: String(product_id) }}>
      {names.get(product_id)?.name ?? t('sales.unknownProduct', { id: product_id })}
    </TextLink>
  )
  const measured = (row: ForecastProductMeasuresOut) => {
    const share = against(row)
    return (
      <Text
        span
        fw={600}
        c={share !== null && share > 0 ? 'light-dark(#a32f1f, #f0a597)' : undefined}
      >
        {signed(share)}
      </Text>
    )
  }
  const wape = (row: ForecastProductMeasuresOut) =>
    row.wape === null ? '–' : format.percent(row.wape)
  const columns: Column<ForecastProductMeasuresOut>[] = [
    { key: 'product', title: t('sales.product'), words: true, cell: name },
    { key: 'against', title: t('accuracy.against'), end: true, cell: measured },
    { key: 'wape', title: t('accuracy.wape'), end: true, cell: wape },
    { key: 'bias', title: t('accuracy.bias'), end: true, cell: (row) => signed(row.bias) },
    {
      key: 'coverage',
      title: t('accuracy.coverage'),
      end: true,
      cell: (row) => (row.coverage_80 === null ? '–' : format.percent(row.coverage_80)),
    },
    {
      key: 'windows',
      title: t('accuracy.windows'),
      end: true,
      cell: (row) => format.integer(row.windows),
    },
  ]
  const phoneRow = (row: ForecastProductMeasuresOut): PhoneRow => ({
    title: name(row),
    value: measured(row),
    detail: t('common.labelled', { label: t('accuracy.wape'), value: wape(row) }),
    extra: t('common.labelled', { label: t('accuracy.bias'), value: signed(row.bias) }),
  })
  return { columns, phoneRow }
}
