import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Section } from '@/shared/i18n/sections'
import { sectionsOf } from './words'

const source = join(import.meta.dirname, '../src')
const sections = new Map(await sectionsOf('en'))

function resolved(from: string, name: string): string[] {
  const path = name.startsWith('@/') ? name.slice(2) : join(dirname(from), name)
  if (!/^[@.]/.test(name)) return []
  return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`].filter((file) =>
    existsSync(join(source, file)),
  )
}

/** Texts of a part in a section, by name. */
const namesIn = (section: string, part: string) =>
  Object.keys(sections.get(section as Section)?.[part] ?? {})

/** Not what only looks like a key, such as the name of a file. */
function isKey(key: string): boolean {
  const [part = '', name = ''] = key.split('.')
  const all = [...sections.keys()].flatMap((section) => namesIn(section, part))
  return all.some((text) => name === '${' || isOf(text, name))
}
const isOf = (text: string, name: string) => text === name || text.startsWith(`${name}_`)

type Module = {
  imports: string[]
  keys: string[]
  /** What comes later, and the sections that come with it. */
  late: { name: string; says: string[] }[]
}
const modules = new Map<string, Module>()

/** What a module imports, at once and later, and the keys that it has. */
function moduleOf(file: string): Module {
  const known = modules.get(file)
  if (known) return known
  const text = readFileSync(join(source, file), 'utf8').replace(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    '',
  )
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')
  const later = [...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)(?:,\s*((?:'\w+'[,\s]*)+))?/g)]
  const found = {
    imports: all(/^(?:import|export) (?!type\b)(?:[^'";]*? from )?'([^']+)'/gm).flatMap((name) =>
      resolved(file, name),
    ),
    keys: all(/['"`](\w+\.(?:\w+|\$\{))/g).filter(isKey),
    late: later.flatMap(([, name = '', says = '']) =>
      resolved(file, name).map((path) => ({ name: path, says: says.match(/\w+/g) ?? [] })),
    ),
  }
  modules.set(file, found)
  return found
}

/** The words for what is refused come with the answer that says so. */
const OF_ANSWERS = ['shared/problem.ts', 'features/etl/Jobs.tsx']
const isOutside = (file: string) => /^api\/gen\/|^shared\/i18n\/|\/texts\.\w+\.ts$/.test(file)

/** Is this said by one of these sections: a text, or of `part.${…}` all that begins so? */
function isSaid(key: string, asked: ReadonlySet<string>): boolean {
  const [part = '', name = ''] = key.split('.')
  return name === '${'
    ? [...sections.keys()].every((each) => asked.has(each) || namesIn(each, part).length === 0)
    : [...asked].some((each) => namesIn(each, part).some((text) => isOf(text, name)))
}

/** Keys that a page may show, by the module that has them, though it asks for no section with them. */
function unsaid(file: string, asked: ReadonlySet<string>, seen: Set<string>): string[] {
  const visit = `${file} ${[...asked].sort()}`
  if (seen.has(visit) || isOutside(file)) return []
  seen.add(visit)
  const { imports, late, keys } = moduleOf(file)
  return [
    ...(OF_ANSWERS.includes(file) ? [] : keys)
      .filter((key) => !isSaid(key, asked))
      .map((key) => `${file}: ${key}`),
    ...imports.flatMap((name) => unsaid(name, asked, seen)),
    ...late.flatMap(({ name, says }) => unsaid(name, new Set([...asked, ...says]), seen)),
  ]
}

const routes = readdirSync(join(source, 'routes'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.tsx'),
)

test.each(routes)('%s asks for all that its page says', (route) => {
  const text = readFileSync(join(source, 'routes', route), 'utf8')
  const says = /says: \[([^\]]*)\]/.exec(text)?.[1]?.match(/\w+/g) ?? []
  expect(says.filter((section) => !sections.has(section as Section))).toEqual([])
  expect(says.length).toBeLessThanOrEqual(2)
  const missing = unsaid(`routes/${route}`, new Set(['start', ...says]), new Set())
  expect([...new Set(missing)]).toEqual([])
})

test.each([
  'features/shell/LoadFailed.tsx',
  'features/shell/NotFound.tsx',
  'shared/ui/Announcements.tsx',
])('%s, which stands in for any page, says what every page does', (file) => {
  expect(unsaid(file, new Set(['start']), new Set())).toEqual([])
})

test('no text stands in two sections, where one could be changed without the other', () => {
  const all = [...sections.values()].flatMap((texts) =>
    Object.entries(texts).flatMap(([part, names]) =>
      Object.keys(names).map((name) => `${part}.${name}`),
    ),
  )
  expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([])
})
