import { Alert, Button, Group, Skeleton, Text, TextInput } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import type { Product } from '@/shared/products'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ButtonLink } from '@/shared/ui/links'
import { NumberField } from '@/shared/ui/NumberField'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Pager } from '@/shared/ui/Pager'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useUnusual } from '@/shared/ui/use-unusual'
import { isMuchMore, isUnusual } from '@/shared/unusual'
import { Grid } from './Grid'
import { gridQuery, LIMIT } from './queries'
import { amountOf, noCells, problemsOf, type Row } from './rows'
import { useSaveRows } from './use-save-rows'

type Props = { page: number; onPage: (page: number) => void; onDone: () => void }

/** Prices, costs, stock and suppliers of many products at once. */
export function PricesPage({ page, onPage, onDone }: Props) {
  const { t } = useText()
  const list = useQuery(gridQuery(page))
  const rows = list.data?.rows
  return (
    <>
      <PageHeader title={t('setup.prices')} subtitle={t('setup.pricesText')} />
      {list.isError ? (
        <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
      ) : !rows ? (
        <Skeleton height={480} />
      ) : rows.length === 0 ? (
        <div className="panel">
          <EmptyState icon={IconPackage} title={t('setup.noProducts')}>
            <ButtonLink to="/data">{t('setup.actions.data')}</ButtonLink>
          </EmptyState>
        </div>
      ) : (
        <>
          <Sheet key={page} products={rows} onDone={onDone} />
          <Pager
            of={t('setup.prices')}
            page={page}
            limit={LIMIT}
            total={list.data?.total ?? 0}
            onChange={onPage}
          />
        </>
      )}
    </>
  )
}

type SheetProps = { products: readonly Product[]; onDone: () => void }

function Sheet({ products, onDone }: SheetProps) {
  const { t, format } = useText()
  const { unlessUnusual, question } = useUnusual()
  const save = useSaveRows()
  const [rows, setRows] = useState<readonly Row[]>(() =>
    products.map(({ id, sku, stock }) => ({ id, sku, stock, cells: noCells })),
  )
  const [supplier, setSupplier] = useState('')
  const [days, setDays] = useState<number | string>('')
  const [sent, setSent] = useState(false)
  const bought = new Map(products.map(({ id, supplier_id }) => [id, supplier_id !== null]))
  const problems = rows.map((row) => problemsOf(row, bought.get(row.id) === true))
  const wrong = problems.filter((found) => Object.keys(found).length > 0).length
  const touched = rows.some(({ cells }) => Object.values(cells).some((cell) => cell.trim()))

  function send() {
    setSent(true)
    if (wrong > 0) return
    unlessUnusual(unusualOf(), store)
  }

  function unusualOf(): string[] {
    return products.flatMap(({ name, price, cost, stock, unit }, n) => {
      const typed = (field: 'price' | 'cost' | 'stock') => amountOf(rows[n]?.cells[field] ?? '')
      const money = (field: 'price' | 'cost', usual: number | null) =>
        usual !== null && isUnusual(typed(field), usual)
          ? [
              t('unusual.amount', {
                name,
                label: t(`setup.fields.${field}`),
                now: format.cost(typed(field) ?? 0),
                usual: format.cost(usual),
              }),
            ]
          : []
      return [
        ...money('price', price),
        ...money('cost', cost),
        ...(isMuchMore(typed('stock'), stock)
          ? [
              t('unusual.stock', {
                name,
                now: format.quantity(typed('stock') ?? 0, unit),
                usual: format.quantity(stock, unit),
              }),
            ]
          : []),
      ]
    })
  }

  function store() {
    save.mutate(
      { rows, leadTimeDays: numberOf(days) },
      {
        onSuccess: () => {
          notifySuccess(t('setup.saved'))
          onDone()
        },
      },
    )
  }

  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Group align="flex-end" mb="sm" gap="sm">
          <TextInput
            label={t('setup.supplierOfAll')}
            value={supplier}
            onChange={(event) => {
              const name = event.currentTarget.value
              setRows(rows.map((row) => ({ ...row, cells: { ...row.cells, supplier: name } })))
              setSupplier(name)
            }}
          />
          <NumberField
            label={t('setup.leadTime')}
            min={0}
            max={365}
            allowDecimal={false}
            w={160}
            value={days}
            onChange={setDays}
          />
        </Group>
        <Text size="sm" c="dimmed" mb="sm">
          {t('setup.paste')}
        </Text>
        <Grid
          products={products}
          rows={rows}
          problems={sent ? problems : []}
          onRows={(next) => setRows(next)}
        />
        <div aria-live="polite">
          {sent && wrong > 0 ? (
            <Alert color="red" variant="light" mt="sm">
              {t('setup.wrong', { count: wrong })}
            </Alert>
          ) : null}
          <ProblemAlert failure={save.error} />
        </div>
        <Group mt="md" justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!touched}>
            {t('common.save')}
          </Button>
        </Group>
      </form>
      {question}
    </>
  )
}
