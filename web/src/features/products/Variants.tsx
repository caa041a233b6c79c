import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconGridDots, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { type Column, DataTable } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { useUser } from '@/shared/user'
import { variantsQuery } from './queries'
import { useProductColumns } from './use-product-columns'
import classes from './Variants.module.css'
import { type Axis, axesOf } from './variants'

const VariantsDialog = lateDialog(() =>
  import('./VariantsDialog').then((part) => part.VariantsDialog),
)

/** The variants of a parent: size by colour with the stock of each; or a list of them. */
export function Variants({ parent }: { parent: Product }) {
  const { t } = useText()
  const { mayManage } = useUser()
  const [creating, dialog] = useDisclosure(false)
  const list = useQuery(variantsQuery(parent.id))
  if (list.isError) {
    return <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
  }
  const variants = list.data
  const create =
    mayManage && variants && !parent.archived ? (
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
        {t('products.createVariants')}
      </Button>
    ) : null
  return (
    <section aria-labelledby="variants">
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} id="variants" fz={18}>
            {t('products.variants')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('products.variantsText')}
          </Text>
        </div>
        {variants?.length ? create : null}
      </Group>
      <div className="panel">
        {variants ? <Found variants={variants} create={create} /> : <Skeleton height={180} />}
      </div>
      {creating && variants ? (
        <VariantsDialog parent={parent} variants={variants} onClose={dialog.close} />
      ) : null}
    </section>
  )
}

type FoundProps = { variants: readonly Product[]; create: ReactNode }

function Found({ variants, create }: FoundProps) {
  const { t } = useText()
  const { columns, phoneRow } = useProductColumns()
  const [rows, across, ...more] = axesOf(variants)
  if (variants.length === 0) {
    return (
      <EmptyState
        icon={IconGridDots}
        title={t('products.variantsEmpty')}
        text={t('products.variantsEmptyText')}
      >
        {create}
      </EmptyState>
    )
  }
  if (rows && across && more.length === 0) {
    return <Matrix variants={variants} rows={rows} across={across} />
  }
  const unsorted: Column<Product>[] = columns.map(({ sort: _, ...column }) => column)
  return (
    <DataTable
      label={t('products.variants')}
      rows={variants}
      columns={unsorted}
      rowKey={({ id }) => id}
      phone={phoneRow}
    />
  )
}

type MatrixProps = { variants: readonly Product[]; rows: Axis; across: Axis }

function Matrix({ variants, rows, across }: MatrixProps) {
  const { t } = useText()
  const at = (row: string, column: string) =>
    variants.find(({ options }) => options[rows.name] === row && options[across.name] === column)
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} aria-label={t('products.variants')}>
        <thead>
          <tr>
            <th scope="col">
              {rows.name} × {across.name}
            </th>
            {across.values.map((value) => (
              <th key={value} scope="col" className={classes.figure}>
                {value}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.values.map((row) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {across.values.map((column) => (
                <td key={column} className={classes.figure}>
                  <Cell variant={at(row, column)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ variant }: { variant: Product | undefined }) {
  const { format } = useText()
  if (!variant) return '–'
  const nothing = variant.stock <= 0
  return (
    <TextLink
      to="/products/$productId"
      params={{ productId: String(variant.id) }}
      title={variant.name}
      fw={nothing ? 700 : undefined}
      c={nothing ? 'var(--mantine-color-error)' : undefined}
    >
      {format.quantity(variant.stock, variant.unit)}
    </TextLink>
  )
}
