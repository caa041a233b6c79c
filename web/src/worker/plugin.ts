import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

/** What the till is made of besides the page itself: it opens without a network. */
const OF_THE_TILL = [
  /\/routes\/_auth\/sales\.new\.tsx/,
  /\/features\/sales\/(till|queue)\//,
  /\/theme\/on-paper\.ts$/,
  /\/i18n\/sections\/(start|till|queue|refusals)\.(en|fr)\.ts$/,
  // Its questions and menus, which come when they are first opened.
  /\/shared\/ui\/(DialogFrame|floating)\./,
  /\/@mantine\/notifications\//,
]
const ENTRY = 'index.html'

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/** The client's own, besides the page of the API. */
const isEntry = (chunk: Chunk) => chunk.isEntry && chunk.name === 'index'

/** The files of the built client that open the till, the page aside. */
export function tillFiles(chunks: readonly Chunk[]): string[] {
  const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const files = new Set<string>()
  const add = (chunk: Chunk) => {
    if (files.has(chunk.fileName)) return
    files.add(chunk.fileName)
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style)
    for (const name of chunk.imports) {
      const next = named.get(name)
      if (next) add(next)
    }
  }
  const isWanted = (chunk: Chunk) =>
    isEntry(chunk) || chunk.moduleIds.some((id) => OF_THE_TILL.some((part) => part.test(id)))
  for (const chunk of chunks.filter(isWanted)) add(chunk)
  return [...files].sort()
}

/** Tells the service worker what to keep. Its own text changes whenever any of that does. */
export const serviceWorker = (): Plugin => ({
  name: 'service-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const all = Object.values(bundle)
      const chunks = all.filter((file): file is Chunk => file.type === 'chunk')
      const worker = chunks.find(({ fileName }) => fileName === 'sw.js')
      const entry = chunks.find(isEntry)
      const page = bundle[ENTRY]
      if (!worker || !entry || page?.type !== 'asset')
        this.error('The service worker has nothing to keep.')
      const others = readdirSync(join(import.meta.dirname, '../../public')).filter(
        (name) => !name.endsWith('.txt'),
      )
      const font =
        /url\(["']?\/(assets\/inter-latin-wght[^)"']+\.woff2)/.exec(String(page.source))?.[1] ?? []
      const early = /src="\/(assets\/early-[^"]+)"/.exec(String(page.source))?.[1] ?? []
      const files = [...tillFiles(chunks), ...others].concat(early, font).map((name) => `/${name}`)
      const version = createHash('sha256')
        .update(String(page.source))
        .update(files.join())
        .digest('hex')
        .slice(0, 12)
      const text = JSON.stringify(JSON.stringify({ version, entry: `/${entry.fileName}`, files }))
      worker.code = worker.code.replace(/(["'`])__FILES__\1/, () => text)
    },
  },
})
