import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { signIn } from './account'
import { pages } from './places'
import { settling } from './settling'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = 'test-results/screenshots'

const looks = [
  { width: 1440, height: 900, language: 'en', scheme: 'light' },
  { width: 1440, height: 900, language: 'fr', scheme: 'dark' },
  { width: 390, height: 844, language: 'fr', scheme: 'light' },
  { width: 390, height: 844, language: 'en', scheme: 'dark' },
] as const

type Violation = { id: string; nodes: { html: string }[] }
declare global {
  interface Window {
    axe: { run: (options: object) => Promise<{ violations: Violation[] }> }
  }
}

/** WCAG 2.2 AA, by axe. Evaluated, not added as a tag, so that a strict policy lets it run. */
async function violations(page: Page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() =>
    window.axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`)
}

/** The refresh cookie of one sign-in, carried into a window of another look. */
async function signedIn(browser: Browser) {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await signIn(page)
  // What the first page still asks for would go with it.
  await page.goto('about:blank')
  const products = page.waitForResponse((answer) => answer.url().includes('/api/products?'))
  await page.goto('/products')
  const first = ((await (await products).json()) as { id: number }[])[0]?.id
  return { context, page, first }
}

test('every page is accessible, fits its width and logs no error, in all looks', async ({
  browser,
}) => {
  test.setTimeout(600_000)
  const { context, page, first } = await signedIn(browser)
  const settled = settling(page)
  const problems: string[] = []
  let place = ''
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${place} console: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`${place} error: ${error.message}`))

  for (const { width, height, language, scheme } of looks) {
    await page.setViewportSize({ width, height })
    await page.evaluate(
      ([lang, look]) => {
        localStorage.setItem('previstock.language', lang)
        localStorage.setItem('mantine-color-scheme-value', look)
      },
      [language, scheme] as const,
    )
    for (const path of pages) {
      if (path.endsWith('/first') && first === undefined) continue
      place = `${path} ${width} ${language} ${scheme}`
      await page.goto(path.replace('first', String(first)))
      await settled()
      const name = path.replaceAll(/[/?=]/g, '-').slice(1) || 'today'
      await page.screenshot({
        path: `${shots}/${name}-${width}-${language}-${scheme}.png`,
        fullPage: true,
      })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (overflow > 0) problems.push(`${place} overflows by ${overflow} px`)
      for (const violation of await violations(page)) problems.push(`${place} axe ${violation}`)
    }
  }
  await context.close()
  expect(problems).toEqual([])
})

for (const { width, height, language, scheme } of looks) {
  test(`the door is accessible at ${width} px in ${language}, ${scheme}`, async ({ browser }) => {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: language,
      colorScheme: scheme,
    })
    const page = await context.newPage()
    const settled = settling(page)
    for (const path of [
      '/sign-in',
      '/sign-in?create=true',
      '/invitation#none',
      '/new-password#none',
      '/new-address#none',
    ]) {
      await page.goto(path)
      await settled()
      const name = path.includes('create') ? 'create-account' : path.slice(1).replace(/#.*/, '')
      await page.screenshot({ path: `${shots}/${name}-${width}-${language}-${scheme}.png` })
      expect(await violations(page)).toEqual([])
    }
    await context.close()
  })
}
