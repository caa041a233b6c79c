import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'
import { type Page, type Pages, pack } from './pages'

const ADDRESS = '/early.js'
const ROUTES = join(import.meta.dirname, '../routes')

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/** `_auth/products.$productId.index.tsx` is at `/products/$`. */
export function addressOf(file: string): string {
  const names = file
    .replace(/^_auth\//, '')
    .replace(/\.tsx$/, '')
    .split('.')
    .filter((name) => name !== 'index')
    .map((name) => name.replace(/^\$.+/, '$'))
  return `/${names.join('/')}`
}

/** Which sections a route names, as it is written. */
export function saidBy(file: string): string[] {
  const says = /says: \[([^\]]*)\]/.exec(readFileSync(join(ROUTES, file), 'utf8'))?.[1]
  return says?.match(/\w+/g) ?? []
}

/** Every route that is a page: not what surrounds others, nor what stands for all else. */
export const pageRoutes = () =>
  readdirSync(ROUTES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && !/^__root|^_auth\.tsx|\$\.tsx$/.test(file),
  )

/** The build calls it after the route's file. */
export function isOfRoute(fileName: string): boolean {
  const [, name] = /^assets\/(.+)-[\w-]{8}\.js$/.exec(fileName) ?? []
  return routeNames.has(name ?? '')
}
const routeNames = new Set(
  ['_auth.tsx', ...pageRoutes()].map((file) =>
    file
      .replace(/^.*\//, '')
      .replace(/\.tsx$/, '')
      .replaceAll('$', '_'),
  ),
)

/** What each page is made of beyond the start, so that it can be asked for before that has run. */
export function pagesOf(chunks: readonly Chunk[]): Pages {
  const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const withImports = (chunk: Chunk, seen = new Set<string>()): Set<string> => {
    if (seen.has(chunk.fileName)) return seen
    seen.add(chunk.fileName)
    for (const style of chunk.viteMetadata?.importedCss ?? []) seen.add(style)
    for (const name of chunk.imports) {
      const next = named.get(name)
      if (next) withImports(next, seen)
    }
    return seen
  }
  const all = (some: readonly Chunk[]) => new Set(some.flatMap((one) => [...withImports(one)]))
  const start = all(chunks.filter((chunk) => chunk.isEntry && chunk.name === 'index'))

  const beyondStart = (some: readonly Chunk[]) => [...all(some)].filter((file) => !start.has(file))
  const partsOf = (file: string) =>
    chunks.filter(({ facadeModuleId }) => facadeModuleId?.includes(`/src/routes/${file}?`))
  const words = (sections: readonly string[], language: string) =>
    beyondStart(
      chunks.filter(({ moduleIds }) =>
        sections.some((section) =>
          moduleIds.some((id) => id.endsWith(`/sections/${section}.${language}.ts`)),
        ),
      ),
    )
  const pageOf = (file: string, surrounding: readonly Chunk[]): [string, Page] => {
    const says = ['start', ...saidBy(file)]
    const both = beyondStart([...surrounding, ...partsOf(file)])
    return [addressOf(file), { both, en: words(says, 'en'), fr: words(says, 'fr') }]
  }
  const isInside = (file: string) => file.startsWith('_auth/')
  // `$` comes before every letter, so that it is tried last.
  const routes = pageRoutes().toSorted((a, b) => (addressOf(a) < addressOf(b) ? 1 : -1))
  const shell = partsOf('_auth.tsx')
  const inside = routes.filter(isInside).map((file) => pageOf(file, shell))
  const outside = routes.filter((file) => !isInside(file)).map((file) => pageOf(file, []))
  return { ...withoutShared(inside), outside }
}

/** What all of them have stands once, beside what each has more. */
function withoutShared(pages: [string, Page][]): Pick<Pages, 'around' | 'inside'> {
  const each = (choose: (kind: keyof Page) => string[]): Page => ({
    both: choose('both'),
    en: choose('en'),
    fr: choose('fr'),
  })
  const around = each(
    (kind) =>
      pages[0]?.[1][kind].filter((file) => pages.every(([, page]) => page[kind].includes(file))) ??
      [],
  )
  const beyond = (page: Page) =>
    each((kind) => page[kind].filter((file) => !around[kind].includes(file)))
  return { around, inside: pages.map(([address, page]) => [address, beyond(page)]) }
}

/** By itself, so that it is one small script that waits for no other. */
async function compiled(pages: Pages | null): Promise<string> {
  const built = await build({
    configFile: false,
    root: join(import.meta.dirname, '../..'),
    publicDir: false,
    logLevel: 'error',
    resolve: { tsconfigPaths: true },
    define: { __PAGES__: JSON.stringify(pages && pack(pages)) },
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'early.ts'),
        output: { format: 'iife' },
      },
    },
  })
  const [script] = (built as Rolldown.RolldownOutput).output
  return script.code
}

/** `/early.js` of the page, made once it is known what the pages are made of. */
export const earlyScript = (): Plugin => ({
  name: 'early-script',
  configureServer({ middlewares }) {
    middlewares.use(ADDRESS, (_request, response, next) => {
      compiled(null).then(
        (code) => response.setHeader('Content-Type', 'text/javascript').end(code),
        next,
      )
    })
  },
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk')
      const page = bundle['index.html']
      if (page?.type !== 'asset') this.error('There is no page to be early for.')
      const source = await compiled(pagesOf(chunks))
      const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
      const fileName = `assets/early-${hash}.js`
      this.emitFile({ type: 'asset', fileName, source })
      page.source = String(page.source).replace(`src="${ADDRESS}"`, () => `src="/${fileName}"`)
    },
  },
})
