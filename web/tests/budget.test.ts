import { readdirSync, readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { addressOf, pageRoutes, saidBy } from '../src/early/plugin'

type Chunk = {
  file: string
  src?: string
  css?: string[]
  imports?: string[]
  isEntry?: boolean
}

const dist = new URL('../dist/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, dist))
/** Each file is compressed once: fifty pages share most of theirs. */
const weights = new Map<string, number>()
function weightOf(file: string): number {
  const weight = weights.get(file) ?? gzipSync(read(file)).length
  weights.set(file, weight)
  return weight
}
const kilobytes = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + weightOf(file), 0) / 1000

const manifest: Record<string, Chunk> = JSON.parse(read('.vite/manifest.json').toString())

/** Everything the browser must have before the chunk runs: itself and its static imports. */
function graph(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key]?.imports ?? []) graph(next, seen)
  return seen
}

const entry = 'index.html'
const initial = graph(entry)
/** The page of the API is another page, which nobody who sells or orders ever loads. */
const explorer = graph('docs/index.html')
const chunks = Object.entries(manifest).filter(([key]) => initial.has(key) || !explorer.has(key))
const files = (keys: Iterable<string>) =>
  [...keys].flatMap((key) => manifest[key]?.file ?? []).filter((file) => file.endsWith('.js'))
const chart = chunks.find(([, chunk]) => chunk.src?.endsWith('charts/uplot.ts'))?.[0]

const routes = readdirSync(new URL('../src/routes/', import.meta.url), {
  recursive: true,
  encoding: 'utf8',
}).filter((file) => file.endsWith('.tsx'))

const early = /src="\/(assets\/early-[^"]+)"/.exec(read('index.html').toString())?.[1] ?? ''

/** The words that a page waits for. */
function wordsOf(file: string, language: string): string[] {
  // What tells of the network comes with every page.
  return ['start', 'queue', ...saidBy(file)].map(
    (section) => `src/shared/i18n/sections/${section}.${language}.ts`,
  )
}

/** The files of a page behind the sign-in, or of the door, with the words in French, which are more. */
function filesOf(file: string): Set<string> {
  const parts = Object.keys(manifest).filter((key) => key.startsWith(`src/routes/${file}?`))
  const shell = file.startsWith('_auth/') ? graph('src/routes/_auth.tsx?tsr-split=component') : []
  const all = [...initial, ...shell, ...parts.flatMap((key) => [...graph(key)])]
  return new Set([early, ...files([...all, ...wordsOf(file, 'fr')])])
}

/** What the early script asks the browser for at an address, where somebody is signed in. */
function askedEarly(pathname: string): string[] {
  const asked: string[] = []
  const stored = (key: string) => (key === 'previstock.language' ? 'fr' : '1')
  runInNewContext(read(early).toString(), {
    URL,
    Map,
    navigator: {},
    location: { origin: 'http://localhost' },
    window: { location: { pathname } },
    matchMedia: () => ({ matches: false }),
    localStorage: { getItem: stored },
    fetch: () => new Promise(() => undefined),
    document: {
      createElement: () => ({}),
      documentElement: { setAttribute: () => undefined },
      head: { append: ({ href }: { href: string }) => asked.push(href.slice(1)) },
    },
  })
  return asked
}

/** Pages that are filled in or have figures to change weigh somewhat more (decisions 0076, 0078 and 0079). */
const HEAVIER = 216
const heavier = [
  'counts.$countId',
  'data',
  'forecast.$productId',
  'forecast.index',
  'forecast.total',
  'orders.$orderId.edit',
  'orders.$orderId.index',
  'orders.$orderId.receive',
  'orders.new',
  'products.$productId',
  'sales.new',
  'settings.account',
  'settings.alerts',
  'settings.audit',
  'settings.shop',
  'supplier-returns.new',
  'suppliers.$supplierId',
  'suppliers.new',
  'transfers.new',
].map((page) => `_auth/${page}.tsx`)

describe('the built client stays light (gzip)', () => {
  test('the first page needs at most 150 kB of script', () => {
    const size = kilobytes(files(initial))
    process.stdout.write(`initial script ${size.toFixed(1)} kB\n`)
    expect(size).toBeLessThanOrEqual(150)
  })

  test('all styles together weigh at most 24 kB', () => {
    const size = kilobytes(new Set(chunks.flatMap(([, chunk]) => chunk.css ?? [])))
    process.stdout.write(`styles ${size.toFixed(1)} kB\n`)
    expect(size).toBeLessThanOrEqual(24)
  })

  test('the chart library is a chunk of its own, outside of the first load', () => {
    expect(chart, 'the manifest lists the chart module').toBeDefined()
    const size = kilobytes(files([chart ?? '']))
    process.stdout.write(`chart library ${size.toFixed(1)} kB, lazy\n`)
    expect(initial.has(chart ?? '')).toBe(false)
    expect(size).toBeGreaterThan(10)
    expect(size).toBeLessThanOrEqual(30)
  })

  test("a product's forecast weighs at most 240 kB with its chart", () => {
    const page = filesOf('_auth/forecast.$productId.tsx')
    const size = kilobytes(new Set([...page, ...files(graph(chart ?? ''))]))
    process.stdout.write(`forecast with its chart ${size.toFixed(1)} kB\n`)
    expect(size).toBeLessThanOrEqual(240)
  })

  test('no other page adds more than 20 kB', () => {
    // What pages share has no source of its own.
    const pages = chunks.filter(
      ([key, { src }]) => !initial.has(key) && key !== chart && src !== undefined,
    )
    const sizes = pages
      .filter(([, chunk]) => chunk.file.endsWith('.js'))
      .map(([key, chunk]) => ({ key, size: kilobytes([chunk.file]) }))
    const largest = sizes.toSorted((a, b) => b.size - a.size)[0]
    process.stdout.write(`largest page ${largest?.key} ${largest?.size.toFixed(1)} kB\n`)
    expect(sizes.filter(({ size }) => size > 20)).toEqual([])
  })

  test('the words of a page weigh at most 11 kB', () => {
    const pages = routes.flatMap((file) =>
      ['fr', 'en'].map((language) => ({
        page: `${file} ${language}`,
        size: kilobytes(files(wordsOf(file, language))),
      })),
    )
    const largest = pages.toSorted((a, b) => b.size - a.size)[0]
    process.stdout.write(`most words ${largest?.size.toFixed(1)} kB, ${largest?.page}\n`)
    expect(pages.filter(({ size }) => size > 11)).toEqual([])
  })

  test('a page weighs at most 200 kB with all that it waits for, those that are filled in a little more', () => {
    const pages = routes
      .filter((file) => Object.keys(manifest).some((key) => key.startsWith(`src/routes/${file}?`)))
      .map((file) => ({ file, size: kilobytes(filesOf(file)) }))
      .toSorted((a, b) => b.size - a.size)
    const light = pages.filter(({ size }) => size <= 200)
    const [heaviest] = pages
    process.stdout.write(
      `heaviest page ${heaviest?.size.toFixed(1)} kB, ${heaviest?.file}; ${light.length} of ${pages.length} at most 200 kB\n`,
    )
    expect(pages.filter(({ size }) => size > HEAVIER)).toEqual([])
    const over = pages.filter(({ size }) => size > 200).map(({ file }) => file)
    expect(over.toSorted()).toEqual([...heavier, 'invitation.tsx'])
  })

  test('a page comes in few files', () => {
    const counts = routes.map((file) => ({ file, count: filesOf(file).size }))
    const most = counts.toSorted((a, b) => b.count - a.count)[0]
    process.stdout.write(`most files of a page ${most?.count}, ${most?.file}\n`)
    expect(counts.filter(({ count }) => count > 40)).toEqual([])
  })

  test('the early script names all that a page waits for, and weighs at most 5.3 kB', () => {
    const size = kilobytes([early])
    process.stdout.write(`early script ${size.toFixed(1)} kB\n`)
    expect(size).toBeLessThanOrEqual(5.3)
    // What tells of the network waits for the page.
    const later = manifest['src/shared/i18n/sections/queue.fr.ts']?.file
    const start = files(initial)
    const pages = pageRoutes()
    expect(pages.length).toBeGreaterThan(40)
    for (const file of pages) {
      const asked = askedEarly(addressOf(file).replaceAll('$', '1'))
      const scripts = asked.filter((name) => name.endsWith('.js'))
      const needed = [...filesOf(file)].filter((name) => ![early, later, ...start].includes(name))
      expect(scripts.toSorted(), file).toEqual(needed.toSorted())
      expect(new Set(asked).size, file).toBe(asked.length)
    }
  })

  test('the service worker keeps what opens the till, at most 340 kB, and nothing of the API page', () => {
    const text = /JSON\.parse\(("(?:[^"\\]|\\.)*")\)/.exec(read('sw.js').toString())?.[1]
    const kept: { entry: string; files: string[] } = JSON.parse(JSON.parse(text ?? 'null'))
    const scripts = kept.files
      .filter((file) => /\.(js|css)$/.test(file))
      .map((file) => file.slice(1))
    process.stdout.write(`kept for the till ${kilobytes(scripts).toFixed(1)} kB\n`)
    expect(kilobytes(scripts)).toBeLessThanOrEqual(340)
    expect(read('index.html').toString()).toContain(kept.entry)
    expect(kept.files).toContain(`/${early}`)
    expect(kept.files.filter((file) => file.endsWith('.woff2'))).toHaveLength(1)
    const till = 'src/routes/_auth/sales.new.tsx?tsr-split=component---loader'
    const opened = Object.keys(manifest).filter((key) => /^_?(window|floating|lists)-/.test(key))
    expect(opened.length).toBeGreaterThanOrEqual(3)
    const asked = [...initial, ...[till, ...opened].flatMap((part) => [...graph(part)])]
    expect(manifest[till]).toBeDefined()
    const words = ['start', 'till', 'queue', 'refusals'].flatMap((section) =>
      ['fr', 'en'].map((language) => `src/shared/i18n/sections/${section}.${language}.ts`),
    )
    expect(files([...asked, ...words]).filter((file) => !scripts.includes(file))).toEqual([])
    expect(files(words)).toHaveLength(8)
    expect(scripts).not.toContain(manifest['docs/index.html']?.file)
  })

  test('the page of the API brings all that it needs, and nothing of it into the client', () => {
    expect(manifest['docs/index.html']?.isEntry).toBe(true)
    expect(manifest[entry]?.isEntry).toBe(true)
    expect(kilobytes(files(explorer))).toBeGreaterThan(300)
    const document = JSON.parse(read('docs/openapi.json').toString())
    expect(Object.keys(document.paths)).toContain('/api/sales')
  })
})
