import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { answer } from '../../../../tests/app'
import { tea } from '../../../../tests/goods'
import { database } from '../queue/database'
import { forgetCatalogue, keepCatalogue, knownSince, searchKnown } from './known-products'

const shelf = [
  { ...tea, barcodes: ['4006381333931'], cost: 2 },
  { ...tea, id: 8, sku: 'CREME', name: 'Crème brûlée', barcodes: [] },
  { ...tea, id: 9, sku: 'TEA-10', name: 'Green tea, large', barcodes: [] },
]

test('the catalogue is kept page by page, without costs, and found as people and scanners ask', async () => {
  const sent = answer({
    'GET /api/products': ({ url }) => {
      const cursor = new URL(url).searchParams.get('cursor')
      const link = '</api/products?cursor=next&limit=100>; rel="next"'
      return cursor === 'next'
        ? Response.json(shelf.slice(2))
        : Response.json(shelf.slice(0, 2), { headers: { Link: link } })
    },
  })
  await keepCatalogue()
  await keepCatalogue()
  expect(sent).toHaveLength(2)
  expect((await (await database()).get('products', 7))?.cost).toBeNull()

  const found = async (q: string) => (await searchKnown({ q }, 10)).map(({ id }) => id)
  expect(await found('brulee creme')).toEqual([8])
  expect(await found('tea')).toEqual([7, 9])
  expect(await found('TEA-10')).toEqual([9])
  expect(await found('04006381333931')).toEqual([7])
  expect(await found('010400638133393110L-7')).toEqual([7])
  expect(await found('(01)04006381333931(10)L-7')).toEqual([7])
  expect(await found('coffee')).toEqual([])

  await forgetCatalogue()
  expect(await knownSince()).toBeNull()
  expect(await found('tea')).toEqual([])
})
