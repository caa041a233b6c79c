/**
 * Lets the till open without a network: it keeps the page and what the till is made of.
 *
 * What the front has always comes first, so that an update is there at the next visit. The page that
 * is kept is shown only where the front cannot be reached or does not answer for some seconds; it is
 * kept together with the files it was built with, so that they fit each other. Answers of the
 * services are never kept here.
 */
export {}

// What of it is used: the library that describes it describes `window` otherwise than pages do.
type Extendable = { waitUntil: (work: Promise<unknown>) => void }
type Fetching = { request: Request; respondWith: (answer: Promise<Response>) => void }
type Worker = {
  addEventListener: ((
    type: 'install' | 'activate',
    listener: (event: Extendable) => void,
  ) => void) &
    ((type: 'fetch', listener: (event: Fetching) => void) => void)
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
  location: Location
}
const worker = globalThis as unknown as Worker

/** Written in by the build: what the till needs, and a name for exactly this. */
const { version, entry, files } = JSON.parse('__FILES__') as {
  version: string
  entry: string
  files: string[]
}

const PREFIX = 'previstock-'
const CURRENT = PREFIX + version
const PAGE = '/'
/** A network that is gone may swallow requests without a word. */
const PATIENCE_MS = 5_000
/** What says that the front itself is away. */
const AWAY = [502, 503, 504]

async function keepAll() {
  const cache = await caches.open(CURRENT)
  // Only files with a hash in their names may come from the browser's own cache.
  await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...files])
  const page = await (await cache.match(PAGE))?.text()
  // The server was updated in this very moment: with the next visit.
  if (!page?.includes(entry)) throw new Error('the page is another version')
  await worker.skipWaiting()
}

/** Pages that are open since before the update still ask for files of the version before. */
async function forgetOld() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CURRENT)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await worker.clients.claim()
}

async function page(request: Request): Promise<Response> {
  const kept = async () => (await caches.open(CURRENT)).match(PAGE)
  const asked = fetch(request)
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  try {
    const answer = await Promise.race([asked, silence])
    if (answer && !AWAY.includes(answer.status)) return answer
    return (await kept()) ?? answer ?? (await asked)
  } catch (failure) {
    const page = await kept()
    if (page) return page
    throw failure
  } finally {
    clearTimeout(timer)
  }
}

/** A name with a hash in it always means the same. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(CURRENT)).put(request, answer.clone())
  return answer
}

async function orKept(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (failure) {
    const kept = await caches.match(request)
    if (kept) return kept
    throw failure
  }
}

const isOfTheClient = (path: string) => !/^\/(api|docs|metrics|\.well-known)(\/|$)/.test(path)

worker.addEventListener('install', (event) => event.waitUntil(keepAll()))
worker.addEventListener('activate', (event) => event.waitUntil(forgetOld()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (isOfTheClient(pathname)) event.respondWith(page(request))
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(asset(request))
  } else if (files.includes(pathname)) {
    event.respondWith(orKept(request))
  }
})
