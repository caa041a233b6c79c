import { expect, test } from '@playwright/test'
import { addDays, dayIn } from '@/shared/day'
import type { Product } from './api'
import { choose, goTo, inEachLook, press, rowOf, type Stand } from './stand'

/** Clicks from the start page until it is known which product runs out first. */
const MOST_CLICKS = 2

const known = new WeakMap<Stand, { product: Product; supplier: string }>()

/** Something that sells every day and is nearly gone, with somebody who delivers it. */
async function prepare(at: Stand) {
  const { api, stamp } = at
  const product = await api.product({ sku: `PLAN-${stamp}`, name: `Plan ${stamp}`, stock: 9 })
  const supplier = `Mill ${stamp}`
  await api.history(product, 90)
  await api.supplier(supplier, product)
  await api.advised(product)
  known.set(at, { product, supplier })
}

function given(at: Stand) {
  const found = known.get(at)
  if (!found) throw new Error('Nothing was prepared.')
  return found
}

/** The name of what the service says runs out first. */
async function first({ api }: Stand): Promise<string> {
  const [row] = await api.get('/api/forecast/replenishment?suggested=true&sort=urgency&limit=1')
  return row.name
}

/** From the catalogue to the forecast of the product. */
async function openForecast(at: Stand) {
  const { page, t, like } = at
  await page.goto(`/products/${given(at).product.id}`)
  await press(
    at,
    page.getByRole('main').getByRole('link', { name: t('products.tabs.forecast'), exact: true }),
  )
  await expect(page.getByText(like('forecast.summary', { count: 28 })).first()).toBeVisible()
}

inEachLook((at) => {
  test('what sells out first is known after two clicks', async () => {
    const { page, t } = at
    // What was ordered a moment ago may still leave the list.
    await expect(async () => {
      await page.goto('/')
      const link = page.getByRole('link', { name: `${t('reorder.order')}: ${await first(at)}` })
      await expect(link).toBeVisible({ timeout: 5_000 })
    }).toPass()
    let clicks = 0
    const name = await first(at)
    await press(at, page.getByRole('link', { name: `${t('reorder.order')}: ${name}` }))
    clicks += 1
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(name)
    await press(at, dialog.getByRole('button', { name: t('common.close') }).first())
    clicks += 1
    const top = rowOf(at, t('reorder.title'), /./)
      .filter({ has: page.getByRole('link') })
      .first()
    await expect(async () => {
      expect(await top.textContent()).toContain(await first(at))
    }).toPass()
    expect(clicks).toBeLessThanOrEqual(MOST_CLICKS)
  })

  test('a forecast is read in words, as a chart and as figures', async () => {
    const { page, t, like } = at
    const { product } = given(at)
    await openForecast(at)
    await expect(page.getByText(like('forecast.cover'))).toBeVisible()
    await press(at, page.getByRole('link', { name: t('forecast.ownPage') }))
    const chart = page.getByRole('img', { name: t('forecast.chart', { name: product.name }) })
    await expect(chart).toBeVisible()
    await expect(page.getByText(like('forecast.total'))).toBeVisible()
    // What draws it comes after the page; the days ahead are at its right.
    await expect(async () => {
      const { width, height } = (await chart.boundingBox()) ?? { width: 0, height: 0 }
      await chart.hover({ position: { x: width * 0.9, y: height / 2 } })
      await expect(chart.getByText(t('forecast.expected'))).toBeVisible({ timeout: 1_000 })
    }).toPass()
  })

  test('how accurate forecasts are is one click from the list', async () => {
    const { page, t } = at
    await page.goto('/')
    await goTo(at, 'reorder')
    const main = page.getByRole('main')
    if (at.phone) {
      await press(at, main.getByRole('button', { name: t('forecast.more') }))
      await press(at, page.getByRole('menuitem', { name: t('accuracy.title') }))
    } else await press(at, main.getByRole('link', { name: t('accuracy.title') }))
    await expect(page.getByRole('heading', { name: t('accuracy.title') })).toBeVisible()
    // In a new shop nothing can have been held against what was sold yet.
    await expect(page.getByText(t('accuracy.subtitle'))).toBeVisible()
  })

  test('a planner adjusts a forecast, sees both, and withdraws it', async () => {
    const { page, t, like, stamp } = at
    await openForecast(at)
    await press(at, page.getByRole('button', { name: t('overrides.adjust') }))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: t('overrides.percentageLabel') }).fill('50')
    await dialog.getByLabel(t('overrides.note')).fill(`Fair ${stamp}`)
    await press(at, dialog.getByRole('button', { name: t('overrides.submit'), exact: true }))
    await expect(dialog).toBeHidden()
    await expect(page.getByText(like('forecast.adjusted', { count: 1 }))).toBeVisible()
    const row = rowOf(at, t('overrides.list'), `Fair ${stamp}`)
    await press(at, row.getByRole('button', { name: t('overrides.withdraw') }))
    await expect(row.getByText(t('overrides.status.withdrawn'))).toBeVisible()
    await expect(page.getByText(like('forecast.adjusted', { count: 1 }))).toBeHidden()
  })

  test('a promotion is entered with its lift, and the forecast shows what it changes', async () => {
    const { page, t, stamp } = at
    const { product } = given(at)
    const tomorrow = addDays(dayIn('UTC', new Date()), 1)
    await page.goto('/forecast/calendar')
    await press(at, page.getByRole('button', { name: t('calendar.new'), exact: true }))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('calendar.name')).fill(`Week ${stamp}`)
    await dialog.getByLabel(t('calendar.to')).fill(addDays(tomorrow, 2))
    await dialog.getByLabel(t('calendar.from')).fill(tomorrow)
    await choose(
      dialog.getByRole('combobox', { name: t('calendar.scope') }),
      t('calendar.scopes.product'),
    )
    const picker = dialog.getByRole('combobox', { name: t('picker.label') })
    await picker.fill(product.sku)
    await press(at, page.getByRole('option', { name: product.name }))
    await dialog.getByLabel(t('calendar.lift')).fill('2')
    await press(at, dialog.getByRole('button', { name: t('calendar.submit') }))
    await expect(dialog).toBeHidden()

    await openForecast(at)
    const row = rowOf(at, t('forecast.promotions'), `Week ${stamp}`)
    await expect(row).toContainText(t('forecast.times', { factor: 2 }))
  })

  test('what is advised becomes a draft, and the draft a placed order', async () => {
    const { page, t, stamp } = at
    const { product, supplier } = given(at)
    await page.goto('/')
    await goTo(at, 'reorder')
    if (at.phone) await press(at, page.getByRole('button', { name: t('lists.filters') }))
    await page.getByRole('combobox', { name: t('common.supplier') }).fill(supplier)
    await press(at, page.getByRole('option', { name: supplier }))
    await expect(rowOf(at, t('reorder.title'), product.name)).toBeVisible()
    const make = t('reorder.make', { count: 1 })
    await press(at, page.getByRole('button', { name: make }))
    const dialog = page.getByRole('dialog')
    await press(at, dialog.getByRole('button', { name: make }))
    await press(at, dialog.getByRole('link', { name: new RegExp(`Mill ${stamp}`) }))
    await press(at, page.getByRole('button', { name: t('orders.place') }))
    await expect(page.getByText(t('orders.statuses.placed'), { exact: true }).first()).toBeVisible()
  })
}, prepare)
