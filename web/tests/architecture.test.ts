import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(source, join(entry.parentPath, entry.name)))
  .filter((file) => !file.startsWith('api/gen/') && file !== 'routeTree.gen.ts')
const text = (file: string) => readFileSync(join(source, file), 'utf8')
const imports = (file: string) =>
  [...text(file).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '')

/** An assignment to a computed member but a number's or a text's, and what copies members likewise. */
const WRITES_ANY_NAME =
  /[\w)\]]\[(?![\d'`])[^\]]+\]\s*(\?\?|\|\||&&|\+|-)?=(?![=>])|Object\.(assign|setPrototypeOf|definePropert)|__proto__|Reflect\.set/

test('a feature imports no other feature', () => {
  const crossing = files.flatMap((file) => {
    const own = /^features\/([^/]+)\//.exec(file)?.[1]
    return own === undefined
      ? []
      : imports(file)
          .filter((name) => /^@\/features\//.test(name) && !name.startsWith(`@/features/${own}/`))
          .map((name) => `${file} → ${name}`)
  })
  expect(crossing).toEqual([])
})

const isCollectedText = (file: string, name: string) =>
  /^shared\/i18n\/sections\/\w+\.(en|fr)\.ts$/.test(file) &&
  /^@\/features\/[\w/]+\/texts\.(en|fr)$/.test(name)

test('what is shared knows no route, and of features only their texts', () => {
  const upwards = files
    .filter((file) => /^(shared|api)\//.test(file))
    .flatMap((file) =>
      imports(file)
        .filter((name) => /^@\/(features|routes|router)/.test(name) && !isCollectedText(file, name))
        .map((name) => `${file} → ${name}`),
    )
  expect(upwards).toEqual([])
})

test('texts are words alone, so that whoever collects them brings nothing along', () => {
  const texts = files.filter((file) => /\/texts\.\w+\.ts$/.test(file))
  expect(texts.length).toBeGreaterThan(0)
  expect(texts.filter((file) => /^import|^export .* from /m.test(text(file)))).toEqual([])
})

test('French is had by those who read it: nothing but its sections imports it', () => {
  const importing = files.filter((file) =>
    /from '[^']*\.fr'/.test(text(file).replaceAll(/^import type .*$/gm, '')),
  )
  const isSection = (file: string) => /^shared\/i18n\/sections\/\w+\.fr\.ts$/.test(file)
  expect(importing.length).toBeGreaterThan(0)
  expect(importing.filter((file) => !isSection(file))).toEqual([])
})

test('one file imports the chart library at run time', () => {
  const importing = files.filter((file) => /import (?!type)[^'"]*'uplot/.test(text(file)))
  expect(importing).toEqual(['shared/charts/uplot.ts'])
})

test('the styles of a link come after those of text, which would take its underline away', () => {
  const styles = [...text('shared/theme/styles.ts').matchAll(/(\w+\.css)'/g)].map(
    ([, name]) => name,
  )
  expect(styles).toContain('Anchor.css')
  expect(styles.indexOf('Anchor.css')).toBeGreaterThan(styles.indexOf('Text.css'))
})

test('no component has more than 250 lines', () => {
  const long = files
    .filter((file) => file.endsWith('.tsx'))
    .filter((file) => text(file).split('\n').length > 250)
  expect(long).toEqual([])
})

test('nothing is written under a name that data gives, so none reaches a prototype', () => {
  const written = files
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) =>
      text(file)
        .split('\n')
        .filter((line) => WRITES_ANY_NAME.test(line) && !line.includes('Object.assign(window, {'))
        .map((line) => `${file}: ${line.trim()}`),
    )
  expect(written).toEqual([])
})

test('numbers and dates are written by the formatters of the shop, and by nothing else', () => {
  const writing = /\bIntl\.|\.toLocale\w*String\(/
  // Days and instants are reckoned in parts that nobody reads; countries, weekdays and languages
  // have names.
  const names = ['shared/choices.ts', 'features/audit/use-words.ts']
  const formatters = [
    'shared/format.ts',
    'shared/i18n/locale.ts',
    'shared/i18n/reader.ts',
    ...names,
  ]
  const reckoning = ['shared/day.ts', 'shared/instant.ts']
  const own = files.filter((file) => !file.includes('.test.') && writing.test(text(file)))
  expect(own.toSorted()).toEqual([...formatters, ...reckoning].toSorted())
})

test('every field for a number reads it as people write it', () => {
  const bare = files.filter((file) => /<NumberInput\b|type="number"/.test(text(file)))
  expect(bare).toEqual([])
})

test('an amount is never written without its currency', () => {
  const amount = String.raw`[\w.]*(?:price|cost|amount|revenue|money|margin(?!_factor))\w*`
  const code = new RegExp(String.raw`format\.(?:decimal|integer|quantity|signed)\(${amount}`, 'i')
  const words = new RegExp(String.raw`\{\{${amount}, number`, 'i')
  const bare = files.filter((file) => code.test(text(file)) || words.test(text(file)))
  expect(bare).toEqual([])
})

test('what a route loads is not in the module of its page: the start script would have it whole', () => {
  const fromPages = /import \{([^}]*)\} from '@\/features\/[^']*(?:Page|Tab)'/g
  const loaded = files
    .filter((file) => file.startsWith('routes/'))
    .flatMap((file) =>
      [...text(file).matchAll(fromPages)]
        .flatMap((match) => (match[1] ?? '').split(','))
        .map((name) => name.trim())
        .filter((name) => /^[a-z]/.test(name) && !name.startsWith('type '))
        .map((name) => `${file}: ${name}`),
    )
  expect(loaded).toEqual([])
})

/** Pages that ask the services nothing before somebody does something. */
const ASK_NOTHING = ['$', 'settings.shop', 'suppliers.new']

test('every page asks for what it shows while its code is on its way', () => {
  const silent = files
    .filter((file) => file.startsWith('routes/_auth/') && !/\bloader: /.test(text(file)))
    .map((file) => file.slice('routes/_auth/'.length, -'.tsx'.length))
  expect(silent.toSorted()).toEqual(ASK_NOTHING)
})
