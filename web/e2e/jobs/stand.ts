import {
  type Browser,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
  test,
} from '@playwright/test'
import { type Format, formatFor } from '@/shared/format'
import { account, signIn } from '../account'
import { isPhone, jobLooks, type Look, nameOf } from '../looks'
import { type Words, wordsOf } from '../words'
import { type Api, apiOf } from './api'

/** Where a job is done: a signed-in page of one look, its words, and a name that nothing else has. */
export type Stand = Words & {
  look: Look
  phone: boolean
  context: BrowserContext
  page: Page
  api: Api
  format: Format
  stamp: string
}

/** The same jobs at every look, each look with a window, a sign-in and data of its own. */
export function inEachLook(jobs: (at: Stand) => void, prepare?: (at: Stand) => Promise<void>) {
  for (const look of jobLooks) {
    test.describe(nameOf(look), () => {
      const at = {} as Stand
      test.beforeAll(async ({ browser }) => {
        test.setTimeout(240_000)
        Object.assign(at, await stand(browser, look))
        await prepare?.(at)
      })
      test.afterAll(() => at.context?.close())
      jobs(at)
    })
  }
}

export const newContext = (browser: Browser, look: Look) =>
  browser.newContext({
    locale: look.language === 'fr' ? 'fr-FR' : 'en-GB',
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    ...(isPhone(look) ? { hasTouch: true, isMobile: true } : {}),
  })

/** A word that no product has: of letters only, so that it can be mistyped. */
const newWord = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) =>
    String.fromCharCode(65 + (n % 26)),
  ).join('')

export async function stand(browser: Browser, look: Look): Promise<Stand> {
  const context = await newContext(browser, look)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  // What tells a page that there is a cookie to begin with.
  await page.addInitScript(() => localStorage.setItem('previstock.session', '1'))
  const { email, password } = account
  // The cookie of this sign-in is the window's, too.
  let answer = await context.request.post('/api/auth/login', { data: { email, password } })
  if (!answer.ok()) {
    await foundShop(browser)
    answer = await context.request.post('/api/auth/login', { data: { email, password } })
  }
  const api = apiOf(context.request, (await answer.json()).access_token)
  const shop = await api.get('/api/auth/shop')
  return {
    look,
    phone: isPhone(look),
    context,
    page,
    api,
    format: formatFor(look.language, shop),
    stamp: newWord(),
    ...(await wordsOf(look.language, shop.country)),
  }
}

/** A fresh stack has nobody yet. */
async function foundShop(browser: Browser) {
  const page = await browser.newPage({ locale: 'en-GB' })
  await signIn(page)
  await page.context().close()
}

/** By a finger on a phone, by the mouse elsewhere. */
export const press = ({ phone }: Stand, target: Locator) => (phone ? target.tap() : target.click())

/** To whoever came last: a shop may have more people than a page holds. */
export async function toLastPeople(at: Stand) {
  const { page, t } = at
  await rowOf(at, t('people.title'), /./).first().waitFor()
  const pages = t('common.labelled', { label: t('pages.label'), value: t('people.title') })
  const next = page
    .getByRole('navigation', { name: pages, exact: true })
    .getByRole('button', { name: t('pages.next') })
  while ((await next.count()) > 0 && (await next.isEnabled())) await press(at, next)
}

type Place =
  | 'data'
  | 'orders'
  | 'counts'
  | 'people'
  | 'products'
  | 'reorder'
  | 'sales'
  | 'sell'
  | 'settings'

/** A place of the menu: at the side, or on a phone a tab, or behind "More". */
export async function goTo(at: Stand, place: Place) {
  const { page, phone, t } = at
  const name = t(phone && place === 'reorder' ? 'nav.reorderShort' : `nav.${place}`)
  const menu = page.getByRole('navigation', { name: t('nav.label'), exact: true })
  const link = menu.getByRole('link', { name, exact: true })
  const title = page.getByRole('heading', { level: 1 }).first()
  const before = await title.textContent()
  await expect(menu).toBeVisible()
  if (phone && !(await link.isVisible())) {
    await press(at, menu.getByRole('button', { name: t('nav.more') }))
    await press(at, page.getByRole('dialog').getByRole('link', { name, exact: true }))
  } else await press(at, link)
  await expect(page.getByRole('dialog')).toBeHidden()
  // Until then the page before stands there, and links of it would be pressed.
  await expect(title).not.toHaveText(before ?? '')
}

/** A row of a list: of its table, or on a phone of its list. */
export const rowOf = ({ page, phone }: Stand, list: string, text: string | RegExp) =>
  phone
    ? page
        .getByRole('list', { name: list, exact: true })
        .getByRole('listitem')
        .filter({ hasText: text })
    : page
        .getByRole('table', { name: list, exact: true })
        .getByRole('row')
        .filter({ hasText: text })

/** One of a few, in the browser's own list. */
export async function choose(field: Locator, option: string) {
  const value = await field.getByRole('option', { name: option }).first().getAttribute('value')
  await field.selectOption(value)
}
