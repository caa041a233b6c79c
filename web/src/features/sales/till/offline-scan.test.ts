import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import type { Product } from '@/shared/products'
import { answer, problem } from '../../../../tests/app'
import { tea } from '../../../../tests/goods'
import { database } from '../queue/database'
import { lookUp } from './lookup'
import { offlineScan } from './offline-scan'
import { readScaleLabel, verifies } from './scale-label'

const WEIGHT = '21IIIIIWWWWWC'
const PRICE = '02IIIIIVPPPPC'
const cheese = {
  ...tea,
  id: 11,
  sku: '312',
  name: 'Comté',
  unit: 'kg' as const,
  quantity_decimals: 3,
  price: 20,
}
const ham = {
  ...tea,
  id: 12,
  sku: 'HAM',
  name: 'Ham',
  unit: 'g' as const,
  price: 0.02,
  barcodes: ['2100777000000'],
}

const known = async (...products: object[]) => {
  const db = await database()
  await db.put('facts', '2026-06-01T08:00:00Z', 'products')
  for (const product of products) await db.put('products', product as Product)
}

afterEach(async () => {
  await (await database()).clear('products')
})

test('a label is read as the service reads it', () => {
  // 00312 weighs 1.234 kg.
  expect(readScaleLabel('2100312012345', WEIGHT)).toEqual({
    blank: '2100312000007',
    item: '00312',
    grams: 1234,
    amount: null,
  })
  // The last digit is another, it is no label of these scales, or there are no scales.
  expect(readScaleLabel('2100312012346', WEIGHT)).toBeNull()
  expect(readScaleLabel('4006381333931', WEIGHT)).toBeNull()
  expect(readScaleLabel('2100312012345', null)).toBeNull()
})

test('the check digit of a price is looked at too', () => {
  expect(readScaleLabel('0200312928751', PRICE)).toMatchObject({
    item: '00312',
    grams: null,
    amount: 28.75,
  })
  // The same with another check digit of the price.
  expect(readScaleLabel('0200312828754', PRICE)).toBeNull()
})

test.each([
  ['2201', 9],
  ['9325', 6],
  ['1033', 5],
  ['8117', 6],
  ['99740', 0],
  ['58915', 5],
  ['61898', 1],
  ['27519', 9],
])('the check digit of %s is %i, and no other', (value, digit) => {
  const verified = Array.from({ length: 10 }, (_, check) => check).filter((check) =>
    verifies(value, check),
  )
  expect(verified).toEqual([digit])
})

test('without a network a label is still its product and its weight', async () => {
  await known(cheese, ham)
  answer({ 'GET /api/products/scan': () => Promise.reject(new TypeError('offline')) })
  expect(await lookUp('2100312012345', WEIGHT)).toMatchObject({
    scan: { product: { id: 11 }, quantity: 1.234, amount: null },
  })
  // Known by the label that weighs nothing; counted in grams.
  expect(await lookUp('2100777002509', WEIGHT)).toMatchObject({
    scan: { product: { id: 12 }, quantity: 250 },
  })
})

test('what a label costs is as many units as come to it', async () => {
  await known(cheese)
  expect(await offlineScan('0200312928751', PRICE)).toMatchObject({
    quantity: 1.438,
    amount: 28.75,
  })
})

test('what the service has refused is not read otherwise here', async () => {
  await known(cheese)
  answer({
    'GET /api/products/scan': () => problem(404, 'barcode_not_found'),
    'GET /api/products': () => Response.json([]),
  })
  expect(await lookUp('2100312012345', WEIGHT)).toBeNull()
})
