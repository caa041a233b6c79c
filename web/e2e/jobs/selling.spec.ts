import { expect, test } from '@playwright/test'
import type { Product } from './api'
import { goTo, inEachLook, press, rowOf, type Stand } from './stand'

const line = ({ page, t }: Stand, name: string) =>
  page.getByLabel(t('till.quantityOf', { name }), { exact: true })

/** Into the basket: scanned at a desk, tapped on a phone. */
async function take(at: Stand, product: Product) {
  const { page, t } = at
  const search = page.getByRole('combobox', { name: t('till.search') })
  if (at.phone) {
    await search.fill(product.name)
    await press(at, page.getByRole('option', { name: product.name }))
  } else {
    await expect(search).toBeFocused()
    await page.keyboard.insertText(product.sku)
    await page.keyboard.press('Enter')
  }
}

async function record(at: Stand, total: number) {
  const { page, t, format } = at
  if (at.phone) {
    await press(
      at,
      page.getByRole('button', { name: t('till.record', { total: format.money(total) }) }),
    )
  } else {
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
  }
}

const quantities = async ({ api }: Stand, product: Product) =>
  (await api.get(`/api/sales?product_id=${product.id}`)).map(
    (sale: { quantity: number }) => sale.quantity,
  )

/** What is sold offline has to be there when the till is first opened: it keeps the catalogue then. */
const away = new WeakMap<Stand, Product>()

inEachLook(
  (at) => {
    test('a sale is recorded by the keyboard alone, or by a thumb', async () => {
      const { page, t, api, stamp, format } = at
      const product = await api.product({ sku: `SELL-${stamp}`, name: `Sold ${stamp}`, stock: 9 })
      await page.goto('/')
      if (at.phone) await goTo(at, 'sell')
      else {
        await expect(
          page.getByRole('heading', { name: t('dashboard.title'), exact: true }),
        ).toBeVisible()
        await page.keyboard.press('n')
      }
      await take(at, product)
      await expect(line(at, product.name)).toHaveValue('1')
      if (at.phone) {
        const more = page.getByRole('button', { name: t('till.more', { name: product.name }) })
        await press(at, more)
        await press(at, more)
      } else {
        await page.keyboard.type('*3')
        await page.keyboard.press('Enter')
      }
      await expect(line(at, product.name)).toHaveValue('3')
      await record(at, 12.6)
      await expect(page.getByText(t('till.recorded', { total: format.money(12.6) }))).toBeVisible()
      expect(await quantities(at, product)).toEqual([3])
    })

    test('several products are one basket, recorded as one', async () => {
      const { page, t, api, stamp, format } = at
      const tea = await api.product({ sku: `TEA-${stamp}`, name: `Leaf ${stamp}`, stock: 5 })
      const cup = await api.product({
        sku: `CUP-${stamp}`,
        name: `Cup ${stamp}`,
        stock: 5,
        price: 10,
      })
      await page.goto('/sales/new')
      await take(at, tea)
      await expect(line(at, tea.name)).toHaveValue('1')
      await take(at, cup)
      await expect(line(at, cup.name)).toHaveValue('1')
      // The same again is one more.
      await take(at, tea)
      await expect(line(at, tea.name)).toHaveValue('2')
      await record(at, 18.4)
      await expect(page.getByText(t('till.recorded', { total: format.money(18.4) }))).toBeVisible()
      await press(at, page.getByRole('link', { name: /\d+$/ }).first())
      const lines = page.getByRole('main')
      await expect(lines.getByText(tea.name, { exact: true })).toBeVisible()
      await expect(lines.getByText(cup.name, { exact: true })).toBeVisible()
      expect([await quantities(at, tea), await quantities(at, cup)]).toEqual([[2], [1]])
    })

    test('a sale is cancelled with a reason, and its units are back', async () => {
      const { page, t, api, stamp } = at
      const product = await api.product({ sku: `VOID-${stamp}`, name: `Void ${stamp}`, stock: 4 })
      const sale = await api.sale(product, 4)
      await page.goto('/')
      await goTo(at, 'sales')
      const row = rowOf(at, t('sales.title'), product.name)
      await press(at, row.getByRole('button', { name: t('sales.void') }))
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('sales.voidReason')).fill('Wrong item')
      await press(at, dialog.getByRole('button', { name: t('sales.void') }))
      // The state, and who did it and why.
      await expect(row.getByText(t('sales.voided')).first()).toBeVisible()
      expect((await api.get(`/api/sales/${sale.id}`)).voided_at).not.toBeNull()
      await expect.poll(async () => (await api.get(`/api/products/${product.id}`)).stock).toBe(4)
    })

    test('what is sold without a network waits in sight, and is recorded once', async () => {
      const { page, context, t, like, api, format } = at
      const product = away.get(at)
      if (!product) throw new Error('Nothing was prepared.')
      await page.goto('/sales/new')
      await expect(page.getByText(like('till.ready'))).toBeVisible()
      await context.setOffline(true)
      await take(at, product)
      await expect(line(at, product.name)).toHaveValue('1')
      await record(at, 4.2)
      const total = format.money(4.2)
      await expect(page.getByText(t('till.keptNotice', { total }))).toBeVisible()
      const queue = page.getByRole('region', { name: t('till.queue') })
      await expect(queue).toContainText(product.name)
      await expect(page.getByText(t('queue.waiting', { count: 1, total }))).toBeVisible()

      await context.setOffline(false)
      await expect(queue).toBeHidden()
      await expect(page.getByText(t('queue.waiting', { count: 1, total }))).toBeHidden()
      expect(await quantities(at, product)).toEqual([1])
      expect((await api.get(`/api/products/${product.id}`)).stock).toBe(9)
    })
  },
  async (at) => {
    const { api, stamp } = at
    away.set(at, await api.product({ sku: `OFF-${stamp}`, name: `Away ${stamp}`, stock: 10 }))
  },
)
