import { Input, Text } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { type CellProblem, type Field, fields, pastedCells, type Row, withPasted } from './rows'

type Props = {
  products: readonly Product[]
  rows: readonly Row[]
  problems: readonly Partial<Record<Field, CellProblem>>[]
  onRows: (rows: readonly Row[]) => void
}

/** A sheet to type in: Enter and the arrows go down and up, a copied column fills those below. */
export function Grid({ products, rows, problems, onRows }: Props) {
  const { t, format } = useText()
  const table = useRef<HTMLTableElement>(null)

  function change(at: number, field: Field, text: string) {
    onRows(
      rows.map((row, n) => (n === at ? { ...row, cells: { ...row.cells, [field]: text } } : row)),
    )
  }

  function walk(event: KeyboardEvent, at: number, field: Field) {
    const step = event.key === 'ArrowUp' ? -1 : ['ArrowDown', 'Enter'].includes(event.key) ? 1 : 0
    const next = table.current?.querySelector<HTMLElement>(`[data-cell="${at + step} ${field}"]`)
    // In the last row Enter sends the form, as everywhere.
    if (step === 0 || !next) return
    event.preventDefault()
    next.focus()
  }

  function paste(event: ClipboardEvent, at: number, field: Field) {
    const text = event.clipboardData.getData('text')
    if (!/[\t\n]/.test(text.trimEnd())) return
    event.preventDefault()
    onRows(withPasted(rows, at, field, pastedCells(text)))
  }

  const now = (product: Product, field: Field) => {
    if (field === 'price') return product.price > 0 ? format.money(product.price) : ''
    if (field === 'stock') return format.quantity(product.stock, product.unit)
    return ''
  }

  return (
    // Wider than a phone: it is scrolled by itself.
    <section className="panel" style={{ overflowX: 'auto' }} aria-label={t('setup.prices')}>
      <table ref={table} style={{ width: '100%', minWidth: 720, borderCollapse: 'collapse' }}>
        <thead>
          <tr>
            <Head>{t('setup.product')}</Head>
            {fields.map((field) => (
              <Head key={field}>{t(`setup.fields.${field}`)}</Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {products.map((product, at) => (
            <tr key={product.id}>
              <th scope="row" style={{ padding: '4px 12px', textAlign: 'start' }}>
                <Text size="sm" fw={500} lineClamp={1} maw={280} title={product.name}>
                  {product.name}
                </Text>
              </th>
              {fields.map((field) => {
                const problem = problems[at]?.[field]
                return (
                  <td key={field} style={{ padding: '4px 6px' }}>
                    <Input
                      size="xs"
                      data-cell={`${at} ${field}`}
                      aria-label={t('setup.cell', {
                        name: product.name,
                        field: t(`setup.fields.${field}`),
                      })}
                      inputMode={field === 'supplier' ? 'text' : 'decimal'}
                      autoComplete="off"
                      placeholder={now(product, field)}
                      error={problem !== undefined}
                      title={problem ? t(`setup.problems.${problem}`) : undefined}
                      value={rows[at]?.cells[field] ?? ''}
                      onChange={(event) => change(at, field, event.currentTarget.value)}
                      onKeyDown={(event) => walk(event, at, field)}
                      onPaste={(event) => paste(event, at, field)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Head({ children }: { children: string }) {
  return (
    <th scope="col" style={{ padding: '8px 12px', textAlign: 'start' }}>
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </th>
  )
}
