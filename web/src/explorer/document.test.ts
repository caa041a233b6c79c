import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ApiDocument, merged } from './document'

const services = ['auth', 'products', 'sales', 'forecast', 'etl']
const read = (name: string): ApiDocument =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../openapi/${name}.json`), 'utf8'))
const documents = Object.fromEntries(services.map((name) => [name, read(name)]))
const whole = merged(documents)
const operations = Object.values(whole.paths).flatMap((methods) => Object.values(methods))

test('one document has every operation that the front hands on, and no other', () => {
  const all = services.flatMap((name) => Object.keys(documents[name]?.paths ?? {}))
  const expected = new Set(
    all.filter((path) => !path.startsWith('/health') && path !== '/api/auth/service-token'),
  )
  expect(new Set(Object.keys(whole.paths))).toEqual(expected)
  expect(expected.size).toBeGreaterThan(150)
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('every reference leads somewhere', () => {
  const references = JSON.stringify(whole).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)
  const lost = [...references].filter(
    ([, group = '', name = '']) => !(name in (whole.components?.[group] ?? {})),
  )
  expect(lost).toEqual([])
})

test('two services may call different things by one name', () => {
  const document = (type: string): ApiDocument => ({
    openapi: '3.1.0',
    info: { title: '', version: '1' },
    paths: {},
    components: { schemas: { Thing: { type } } },
  })
  const both = merged({ sales: document('string'), etl: document('number') })
  expect(both.components?.schemas).toEqual({
    'sales.Thing': { type: 'string' },
    'etl.Thing': { type: 'number' },
  })
})

test('a password or a token opens a lock; what is open to all stays so', () => {
  expect(whole.paths['/api/sales']?.post?.security).toEqual([{ Password: [] }, { Token: [] }])
  expect(whole.paths['/api/forecast']?.get?.security).toContainEqual({})
  expect(whole.paths['/api/auth/login']?.post?.security).toBeUndefined()
})
