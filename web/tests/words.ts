import type { Tree } from '../src/shared/i18n/reader'
import { type Section, sections } from '../src/shared/i18n/sections'

type Parts = Readonly<Record<string, Tree>>

/** What each section says, as it is written. */
export async function sectionsOf(language: 'en' | 'fr'): Promise<[Section, Parts][]> {
  const loads = Object.entries(sections[language]) as [Section, () => Promise<{ texts: Parts }>][]
  return Promise.all(
    loads.map(
      async ([section, load]): Promise<[Section, Parts]> => [section, (await load()).texts],
    ),
  )
}

/** All that the client says in a language; parts of the same name are one. */
export async function wordsOf(language: 'en' | 'fr'): Promise<Parts> {
  const all = new Map<string, Tree>()
  for (const [, parts] of await sectionsOf(language)) {
    for (const [name, texts] of Object.entries(parts)) {
      all.set(name, { ...all.get(name), ...texts })
    }
  }
  return Object.fromEntries(all)
}
