import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import { account } from '../e2e/account'
import { settling } from '../e2e/settling'
import { type Observed, observe } from './observe'

export type Look = { name: 'plain' | 'slow'; width: number; height: number }

export const plain: Look = { name: 'plain', width: 1440, height: 900 }
export const looks = [
  plain,
  { name: 'slow', width: 390, height: 844 },
] as const satisfies readonly Look[]

/** A phone on a slow line: 1.6 Mbit/s, 150 ms to and fro, a quarter of this machine's speed. */
const slowLine = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}
const SLOWDOWN = 4

export type Load = Pick<Observed, 'lcp' | 'largest' | 'blocking'> & {
  language: string
  /** kB of script, each file compressed by gzip, whatever this front compresses with. */
  script: number
  /** kB that came over the line, with their headers. */
  transferred: number
  requests: number
  /** The worst five seconds of shifts, as browsers reckon it. */
  shift: number
  shifts: Observed['shifts']
}

/** A shift belongs to the one before it within a second, and a row of them ends after five. */
export function worstRow(shifts: readonly { value: number; at: number }[]): number {
  let worst = 0
  let sum = 0
  let first = Number.NEGATIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { value, at } of shifts) {
    const goesOn = at - last < 1000 && at - first < 5000
    sum = goesOn ? sum + value : value
    if (!goesOn) first = at
    last = at
    worst = Math.max(worst, sum)
  }
  return worst
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

const zipped = new Map<string, Promise<number>>()

/** kB of a script; a built file's name changes with its content, so one look at it is enough. */
function kilobytes(url: string): Promise<number> {
  const known = zipped.get(url)
  if (known) return known
  const size = fetch(url)
    .then((answer) => answer.arrayBuffer())
    .then((bytes) => gzipSync(new Uint8Array(bytes)).length / 1000)
  zipped.set(url, size)
  return size
}

/** A tab of one look, from which pages are loaded as if for the first time. */
export class Tab {
  private readonly urls = new Set<string>()
  private transferred = 0
  private requests = 0

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly session: CDPSession,
    private readonly settled: () => Promise<void>,
    private readonly language: string,
    private readonly look: Look,
  ) {
    page.on('request', (request) => {
      if (!request.url().startsWith('http')) return
      this.requests += 1
      if (request.resourceType() === 'script') this.urls.add(request.url())
    })
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      this.transferred += encodedDataLength / 1000
    })
  }

  static async open(browser: Browser, look: Look, language: string, isSignedIn = true) {
    const context = await browser.newContext({
      viewport: { width: look.width, height: look.height },
      locale: 'en-GB',
      colorScheme: 'light',
      // It would bring what an earlier load has kept.
      serviceWorkers: 'block',
    })
    // A session of its own: tabs of one session take turns at renewing it.
    if (isSignedIn) {
      const { email, password } = account
      const answer = await context.request.post('/api/auth/login', { data: { email, password } })
      if (!answer.ok()) throw new Error(`Nobody could sign in: ${await answer.text()}`)
    }
    const page = await context.newPage()
    await page.addInitScript(
      ([chosen, known]) => {
        if (!location.protocol.startsWith('http')) return
        localStorage.setItem('previstock.language', chosen)
        if (known) localStorage.setItem('previstock.session', '1')
      },
      [language, isSignedIn] as const,
    )
    await page.addInitScript(observe)
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    if (look.name === 'slow') {
      await session.send('Network.emulateNetworkConditions', slowLine)
    }
    // A slow page may think for a second before it asks for the next thing.
    const quiet = look.name === 'slow' ? 1_500 : 500
    const settled = settling(page, { quiet, timeout: 60_000 })
    return new Tab(context, page, session, settled, language, look)
  }

  /** A browser slows a tab down by keeping its processor busy, also while nothing is done in it. */
  private slowDown = (rate: number) =>
    this.session.send('Emulation.setCPUThrottlingRate', {
      rate: this.look.name === 'slow' ? rate : 1,
    })

  async load(path: string): Promise<Load> {
    const { origin } = new URL(this.page.url())
    await this.page.goto('about:blank')
    await this.session.send('Network.clearBrowserCache')
    // What the till keeps on a device brings more with every page.
    if (origin.startsWith('http')) {
      const storageTypes = 'indexeddb'
      await this.session.send('Storage.clearDataForOrigin', { origin, storageTypes })
    }
    this.urls.clear()
    this.transferred = 0
    this.requests = 0
    await this.slowDown(SLOWDOWN)
    await this.page.goto(path)
    await this.page.locator('h1').first().waitFor({ timeout: 60_000 })
    await this.settled()
    await this.slowDown(1)
    const { lcp, largest, blocking, shifts } = await this.page.evaluate(() => window.observed)
    const sizes = await Promise.all([...this.urls].map(kilobytes))
    return {
      language: this.language,
      lcp,
      largest,
      blocking,
      shifts,
      shift: worstRow(shifts),
      script: sizes.reduce((sum, size) => sum + size, 0),
      transferred: this.transferred,
      requests: this.requests,
    }
  }

  close = () => this.context.close()
}
