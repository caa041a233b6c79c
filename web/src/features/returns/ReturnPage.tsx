import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { usePersonName } from '@/shared/people'
import { useProductNames } from '@/shared/product-names'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { DetailPage } from '@/shared/ui/DetailPage'
import { Facts } from '@/shared/ui/Facts'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SupplierName } from '@/shared/ui/SupplierName'
import { returnQuery, type SupplierReturn } from './queries'

/** One return: what went back, and at which credit. */
export function ReturnPage({ id }: { id: number }) {
  const { t } = useText()
  return (
    <DetailPage
      found={useQuery(returnQuery(id))}
      back={
        <TextLink to="/supplier-returns" size="sm" display="inline-block" mb="xs">
          {t('supplierReturns.title')}
        </TextLink>
      }
    >
      {(back) => <Found back={back} />}
    </DetailPage>
  )
}

function Found({ back }: { back: SupplierReturn }) {
  const { t, format } = useText()
  const { nameOf } = useLocations()
  const personName = usePersonName()
  const { columns, phoneRow } = useLineColumns(back)
  return (
    <>
      <PageHeader title={back.number} subtitle={<SupplierName id={back.supplier_id} />} />
      <Stack>
        <Facts
          facts={[
            [t('supplierReturns.day'), format.instant(back.created_at)],
            [t('movements.who'), personName(back.returned_by)],
            [t('common.location'), nameOf(back.location_id)],
            [t('orders.reason'), t(`supplierReturns.reasons.${back.reason}`)],
            [t('supplierReturns.reference'), back.reference],
            [t('adjust.note'), back.note],
          ]}
        />
        <section className="panel" aria-label={t('orders.lines')}>
          <DataTable
            name="return-lines"
            label={t('orders.lines')}
            rows={back.lines}
            columns={columns}
            rowKey={({ id }) => id}
            phone={phoneRow}
          />
        </section>
      </Stack>
    </>
  )
}

type Line = SupplierReturn['lines'][number]

function useLineColumns({ lines }: SupplierReturn) {
  const { t, format } = useText()
  const products = useProductNames(lines.map(({ product_id }) => product_id))
  const name = ({ product_id: id }: Line) => (
    <TextLink to="/products/$productId" params={{ productId: String(id) }} fw={600}>
      {products.get(id)?.name ?? t('movements.product', { id })}
    </TextLink>
  )
  const units = (line: Line) => format.quantity(line.quantity, products.get(line.product_id)?.unit)
  const credit = ({ unit_credit }: Line) => (unit_credit === null ? '–' : format.cost(unit_credit))
  const value = ({ value: cents }: Line) => (cents === null ? '–' : format.money(cents))
  const columns: Column<Line>[] = [
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    { key: 'quantity', title: t('orders.quantity'), end: true, cell: units },
    { key: 'credit', title: t('supplierReturns.credit'), end: true, cell: credit },
    { key: 'value', title: t('movements.value'), end: true, cell: value },
  ]
  const phoneRow = (line: Line): PhoneRow => ({
    title: name(line),
    value: units(line),
    detail: line.unit_credit === null ? '' : credit(line),
    extra: value(line),
  })
  return { columns, phoneRow }
}
