import { type Browser, expect, test } from '@playwright/test'
import { signIn } from './account'
import { dress, looks, nameOf, overflow, violations } from './looks'
import { pages } from './places'
import { settling } from './settling'

const shots = 'test-results/screenshots'

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
  test.setTimeout(looks.length * 200_000)
  const { context, page, first } = await signedIn(browser)
  const settled = settling(page)
  const problems: string[] = []
  let place = ''
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${place} console: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`${place} error: ${error.message}`))

  for (const look of looks) {
    const { width, language, scheme } = look
    await dress(page, look)
    for (const path of pages) {
      if (path.endsWith('/first') && first === undefined) continue
      place = `${path} ${nameOf(look)}`
      await page.goto(path.replace('first', String(first)))
      await settled()
      const name = path.replaceAll(/[/?=]/g, '-').slice(1) || 'today'
      await page.screenshot({
        path: `${shots}/${name}-${width}-${language}-${scheme}.png`,
        fullPage: true,
      })
      const beyond = await overflow(page)
      if (beyond > 0) problems.push(`${place} overflows by ${beyond} px`)
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

test('on paper there is the page alone, in ink, and a table keeps its headings', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser)
  const settled = settling(page)
  await dress(page, { width: 1440, height: 900, language: 'en', scheme: 'dark' })
  await page.goto('/products')
  await settled()
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(page.getByRole('heading', { name: 'Products' })).toBeVisible()
  for (const screenOnly of ['aside', '.skip-link', 'a.mantine-Button-root', '[data-screen-only]']) {
    await expect(page.locator(screenOnly).filter({ visible: true })).toHaveCount(0)
  }
  const seen = await page.evaluate(() => ({
    ink: getComputedStyle(document.querySelector('h1') as Element).color,
    heading: getComputedStyle(document.querySelector('th:last-child') as Element).position,
  }))
  expect(seen).toEqual({ ink: 'rgb(0, 0, 0)', heading: 'static' })
  await context.close()
})
