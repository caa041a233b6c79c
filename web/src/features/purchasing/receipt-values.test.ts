import { expect, test } from 'vitest'
import { order } from '../../../tests/goods'
import {
  allReceived,
  atLines,
  lineOfCode,
  lineOfProduct,
  newReceipt,
  oneMore,
  receiptBody,
  surplus,
  withLine,
} from './receipt-values'

const [line] = order.lines as [(typeof order.lines)[number]]

test('either code finds a line, the one of which something is missing', () => {
  const lines = [
    { ...line, open: 1 },
    { ...line, id: 32 },
  ]
  expect(lineOfCode(newReceipt, lines, 'tea')?.id).toBe(31)
  expect(lineOfCode(oneMore(newReceipt, 31), lines, ' n-7 ')?.id).toBe(32)
  expect(lineOfCode(newReceipt, lines, 'COFFEE')).toBeNull()
  expect(lineOfProduct(newReceipt, lines, 7)?.id).toBe(31)
})

test('a label says how many came, of which lot and until when they are good', () => {
  const label = { quantity: 6, lot: 'L1', expires_on: '2027-01-31' }
  const values = oneMore(oneMore(newReceipt, 31), 31, label)
  expect(values.lines[31]).toMatchObject({ ...label, quantity: 7 })
})

test('all as ordered is what is open, and no more', () => {
  const values = allReceived(newReceipt, [
    { ...line, open: 4 },
    { ...line, id: 32, open: 0 },
  ])
  expect(
    receiptBody(
      values,
      [
        { ...line, open: 4 },
        { ...line, id: 32, open: 0 },
      ],
      'UTC',
    ),
  ).toMatchObject({
    lines: [{ line_id: 31, quantity: 4, discrepancy: null }],
    confirm_over_receipt: false,
  })
})

test('a line of which nothing came is told only with its reason', () => {
  expect(receiptBody(newReceipt, order.lines, 'UTC').lines).toEqual([])
  const missing = withLine(newReceipt, 31, { reason: 'missing', missing: 24, note: ' van ' })
  expect(receiptBody(missing, order.lines, 'UTC').lines).toMatchObject([
    { quantity: 0, discrepancy: { quantity: 24, reason: 'missing', note: 'van' } },
  ])
})

test('what is wrong with a line is said at it, wherever it stood in what was sent', () => {
  const body = receiptBody(allReceived(newReceipt, order.lines), order.lines, 'UTC')
  expect(atLines({ 'lines.0.quantity': 'no', freight: 'no' }, body)).toEqual({
    '31.quantity': 'no',
    freight: 'no',
  })
})

test('grams that came are compared to the gram', () => {
  const kilos = { ...line, open: 0.3 }
  expect(
    surplus(kilos, { ...withLine(newReceipt, 31, { quantity: 0.1 }).lines[31] } as never),
  ).toBe(-0.2)
})
