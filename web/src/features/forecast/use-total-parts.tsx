import type { ForecastPartOut, ForecastTotalForecastOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'

/** Rows of what a total is made of: categories of the shop, or products of a category. */
export function useTotalParts(
  total: ForecastTotalForecastOut | undefined,
  nameOf: (category: string) => string,
) {
  const { t, format } = useText()
  const products = (total?.parts ?? []).flatMap(({ product_id }) => product_id ?? [])
  const names = useProductNames(products)
  const all = total?.total.expected ?? 0
  const name = ({ category, product_id: id }: ForecastPartOut) =>
    id === null ? (
      <TextLink to="/forecast/total" search={{ category }}>
        {nameOf(category)}
      </TextLink>
    ) : (
      <TextLink to="/forecast/$productId" params={{ productId: String(id) }}>
        {names.get(id)?.name ?? t('sales.unknownProduct', { id })}
      </TextLink>
    )
  // Nobody sells parts of a piece; of little they still tell more from less.
  const isWhole = (units: number) => total?.unit === 'piece' && units >= 10
  const expected = ({ expected: units }: ForecastPartOut) =>
    isWhole(units) ? format.integer(units) : format.decimal(units)
  const share = (row: ForecastPartOut) => (all > 0 ? format.percent(row.expected / all) : '–')
  const columns: Column<ForecastPartOut>[] = [
    { key: 'part', title: t('totals.part'), words: true, cell: name },
    { key: 'expected', title: t('totals.expected'), end: true, cell: expected },
    { key: 'share', title: t('totals.share'), end: true, cell: share },
  ]
  const phoneRow = (row: ForecastPartOut): PhoneRow => ({
    title: name(row),
    value: <strong>{expected(row)}</strong>,
    detail: share(row),
  })
  return { columns, phoneRow }
}
