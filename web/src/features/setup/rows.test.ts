import { expect, test } from 'vitest'
import {
  amountOf,
  type Cells,
  catalogueFiles,
  countedOf,
  newSuppliers,
  noCells,
  pastedCells,
  problemsOf,
  type Row,
  withPasted,
} from './rows'

const row = (id: number, cells: Partial<Cells> = {}, stock = 0): Row => ({
  id,
  sku: `P${id}`,
  stock,
  cells: { ...noCells, ...cells },
})

test.each([
  ['2,50', 2.5],
  ['2.5', 2.5],
  ['1 200,00 €', 1200],
  ['-1', null],
  ['1e3', null],
  ['', null],
])('%j is %j', (text, amount) => {
  expect(amountOf(text)).toBe(amount)
})

test('what is copied from a spreadsheet fills the cells to the right and below', () => {
  const cells = pastedCells('2,50\t1,20\n3\t\n')
  const filled = withPasted([row(1), row(2), row(3)], 1, 'price', cells)
  expect(filled.map(({ cells }) => [cells.price, cells.cost])).toEqual([
    ['', ''],
    ['2,50', '1,20'],
    ['3', ''],
  ])
})

test('what does not fit beside or below is left', () => {
  const filled = withPasted([row(1)], 0, 'supplier', pastedCells('Mill\tmore\nbelow'))
  expect(filled).toEqual([row(1, { supplier: 'Mill' })])
})

test('rows that fill the same cells share a file, so that an empty cell takes nothing away', () => {
  const rows = [
    row(1, { price: '2,50' }),
    row(2, { price: '3' }),
    row(3, { price: '4', supplier: 'Mill "North"', cost: '1,5' }),
    row(4),
  ]
  expect(catalogueFiles(rows)).toEqual([
    'sku,price\n"P1",2.5\n"P2",3\n',
    'sku,price,supplier,unit_cost\n"P3",4,"Mill ""North""",1.5\n',
  ])
})

test('only a stock that is another than is known is counted', () => {
  const rows = [
    row(1, { stock: '5' }),
    row(2, { stock: '5' }, 5),
    row(3),
    row(4, { stock: '0' }, 2),
  ]
  expect(countedOf(rows)).toEqual([
    { id: 1, counted: 5, comesIn: true },
    { id: 4, counted: 0, comesIn: false },
  ])
})

test('a supplier is new once, and not where there is one of that name', () => {
  const rows = [
    row(1, { supplier: 'Mill' }),
    row(2, { supplier: 'mill ' }),
    row(3, { supplier: 'Farm' }),
  ]
  expect(newSuppliers(rows, ['FARM'])).toEqual(['Mill'])
})

test('what is no number, and a cost that nobody asks for, is marked', () => {
  expect(problemsOf(row(1, { price: 'ten' }), false)).toEqual({ price: 'notANumber' })
  expect(problemsOf(row(1, { cost: '1' }), false)).toEqual({ supplier: 'costWithoutSupplier' })
  expect(problemsOf(row(1, { cost: '1' }), true)).toEqual({})
})
