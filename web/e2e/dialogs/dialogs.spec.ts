import { expect, type Page, test } from '@playwright/test'
import { type Stand, stand } from '../jobs/stand'
import { isPhone, nameOf, overflow, unhurriedLooks, violations } from '../looks'
import { settling } from '../settling'
import { type Case, casesOf } from './cases'
import { type Given, prepare, tidy } from './given'

/** By name, while one is being worked on. */
const only = new RegExp(process.env.ONLY ?? '')
const shots = 'test-results/screenshots'

let made: { at: Stand; given: Given } | undefined

// Each window has its picture, and each problem says where it is: a trace of an hour says no more.
test.use({ trace: 'off' })

/** The same things for every look: what is opened is closed again without doing anything. */
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  const [look] = unhurriedLooks
  if (!look) throw new Error('There is no look.')
  const at = await stand(browser, look)
  await at.api.upload(
    'to-check.csv',
    `series_id,date,quantity\nCHECK-${at.stamp},2026-05-01,3\n`,
    true,
  )
  await at.api.upload('to-map.csv', `Truc ${at.stamp};Jour;Nb\nMAP-1;25/05/2026;12\n`, true)
  made = { at, given: await prepare(at.api, at.stamp) }
})
test.afterAll(async () => {
  if (!made) return
  await tidy(made.at.api, made.given)
  await made.at.context.close()
})

for (const look of unhurriedLooks) {
  test(`what opens over a page is accessible and fits at ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(1_200_000)
    if (!made) throw new Error('Nothing was prepared.')
    const at = await stand(browser, look)
    at.stamp = made.at.stamp
    // So that there is a camera to scan with.
    await at.page.addInitScript(() => {
      Object.assign(window, { BarcodeDetector: class {} })
    })
    const problems = await problemsOf(at, casesOf(at, made.given))
    await at.context.close()
    expect(problems).toEqual([])
  })
}

async function problemsOf(at: Stand, cases: readonly Case[]): Promise<string[]> {
  const { page, look } = at
  const settled = settling(page, { quiet: 200, timeout: 15_000 })
  const problems: string[] = []
  let now: Case | undefined
  const tell = (what: string) => {
    const problem = `${now?.name} ${nameOf(look)}: ${what}`
    problems.push(problem)
    // Each as it is found: all looks together take half an hour.
    process.stdout.write(`${problem}\n`)
  }
  page.on('console', (message) => {
    if (message.type() === 'error' && !now?.fails) tell(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => tell(`error: ${error.message}`))
  page.setDefaultTimeout(15_000)
  for (now of cases.filter(({ name }) => only.test(name))) {
    if (now.only && (now.only === 'phone') !== isPhone(look)) continue
    try {
      // What one case answers in a service's place is none of the next.
      await page.unrouteAll()
      await page.goto(now.path)
      await settled()
      await now.open()
      await rootOf(page, now).waitFor()
      await settled()
    } catch (failure) {
      tell(`is not there: ${String(failure).split('\n').slice(0, 3).join(' ')}`)
      continue
    }
    await page.screenshot({
      path: `${shots}/dialog-${now.name}-${nameOf(look).replaceAll(' ', '-')}.png`,
    })
    const beyond = (await overflow(page)) || (await overflowWithin(page))
    if (beyond > 0) tell(`overflows by ${beyond} px`)
    if (await isCutOff(page)) tell('is cut off by what it stands in')
    for (const violation of await violations(page)) tell(`axe ${violation}`)
  }
  return problems
}

const rootOf = (page: Page, { root = 'dialog' }: Case) =>
  (root === 'toast' ? page.locator('.mantine-Notification-root') : page.getByRole(root)).first()

/** Whether the foot of what opened last is hidden. */
const isCutOff = (page: Page) =>
  page.evaluate(() => {
    const parts = [...document.querySelectorAll('[role=dialog], [role=menu], [role=listbox]')]
    const shown = parts.filter((part) => part.getBoundingClientRect().height > 0)
    return shown.slice(-1).some((part) => {
      const { left, width, bottom } = part.getBoundingClientRect()
      const there = document.elementFromPoint(left + width / 2, Math.min(bottom, innerHeight) - 4)
      return !part.contains(there)
    })
  })

/** A window that scrolls sideways within itself. */
const overflowWithin = (page: Page) =>
  page.evaluate(() => {
    const parts = [...document.querySelectorAll('[role=dialog], [role=menu], [role=listbox]')]
    const beyond = parts.map((part) => part.scrollWidth - part.clientWidth)
    return Math.max(0, ...beyond)
  })
