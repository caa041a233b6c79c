import { expect, test } from '@playwright/test'
import { goTo, inEachLook, press, rowOf } from './stand'

inEachLook((at) => {
  test('a file is checked, imported, and undone', async () => {
    const { page, t, like, stamp, format } = at
    await page.goto('/')
    await goTo(at, 'data')
    await page.locator('input[type=file]').setInputFiles({
      name: `history-${stamp}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(`series_id,date,quantity\nFILE-${stamp},2026-05-01,3\n`),
    })
    const [answer] = await Promise.all([
      page.waitForResponse((each) => each.url().includes('/api/etl/uploads')),
      press(at, page.getByRole('button', { name: t('data.check'), exact: true })),
    ])
    const { created_at: since } = await answer.json()
    const row = rowOf(at, t('data.jobs'), format.instant(since)).first()
    await expect(row).toContainText(t('data.status.checked'))
    await press(at, row.getByRole('button', { name: t('data.review') }))
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(like('data.checkedCounts'))).toBeVisible()
    await press(at, dialog.getByRole('button', { name: t('data.send'), exact: true }))
    await expect(row.getByText(t('data.status.done'))).toBeVisible({ timeout: 30_000 })
    await press(at, row.getByRole('button', { name: t('data.undo') }))
    await press(at, dialog.getByRole('button', { name: t('data.undo') }))
    await expect(row.getByText(t('data.status.undone'))).toBeVisible({ timeout: 30_000 })
  })

  test('a delivery is received by its codes, and is in stock', async () => {
    const { page, t, api, stamp } = at
    const product = await api.product({ sku: `COME-${stamp}`, name: `Come ${stamp}` })
    const supplier = await api.supplier(`Dairy ${stamp}`, product)
    const order = await api.post('/api/purchase-orders', {
      supplier_id: supplier.id,
      lines: [{ product_id: product.id, quantity: 3 }],
    })
    await api.post(`/api/purchase-orders/${order.id}/place`, {})
    await page.goto('/')
    await goTo(at, 'orders')
    const number = t('orders.order', { id: order.id })
    await press(
      at,
      rowOf(at, t('orders.title'), `Dairy ${stamp}`)
        .getByRole('link', { name: new RegExp(`${order.id}\\b`) })
        .first(),
    )
    await expect(page.getByRole('heading', { name: number })).toBeVisible()
    await press(at, page.getByRole('link', { name: t('orders.receive') }))
    const scan = page.getByLabel(t('receipts.scan'))
    const received = page.getByLabel(`${product.name}: ${t('receipts.received')}`)
    for (const units of ['1', '2', '3']) {
      await scan.fill(product.sku)
      await scan.press('Enter')
      await expect(received).toHaveValue(units)
    }
    await press(at, page.getByRole('button', { name: t('receipts.submit') }))
    await expect(
      page.getByText(t('orders.statuses.received'), { exact: true }).first(),
    ).toBeVisible()
    expect((await api.get(`/api/products/${product.id}`)).stock).toBe(3)
  })

  test('a shelf is counted by scanning and typing, and the difference posted', async () => {
    const { page, t, api, stamp } = at
    const category = `Shelf ${stamp}`
    const jam = await api.product({ sku: `JAM-${stamp}`, name: `Jam ${stamp}`, stock: 3, category })
    const oil = await api.product({ sku: `OIL-${stamp}`, name: `Oil ${stamp}`, stock: 5, category })
    await page.goto('/')
    await goTo(at, 'counts')
    await press(at, page.getByRole('button', { name: t('counts.new') }).first())
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: t('products.category') }).fill(category)
    await dialog.getByLabel(t('counts.percent')).fill('')
    await press(at, dialog.getByRole('button', { name: t('counts.start') }))
    const scan = page.getByLabel(t('counts.scan'))
    for (const units of [1, 2]) {
      await scan.fill(jam.sku)
      await scan.press('Enter')
      await expect(page.getByText(t('counts.last', { name: jam.name, units }))).toBeVisible()
    }
    const field = page.getByLabel(t('counts.unitsOf', { name: oil.name }))
    await field.fill('5')
    await field.press('Enter')
    await expect(page.getByText(t('counts.last', { name: oil.name, units: 5 }))).toBeVisible()
    await press(at, page.getByRole('button', { name: t('counts.post') }))
    await press(at, dialog.getByRole('button', { name: t('counts.post') }))
    await expect(dialog).toBeHidden()
    await expect(page.getByText(t('counts.statuses.posted'), { exact: true }).first()).toBeVisible()
    expect((await api.get(`/api/products/${jam.id}`)).stock).toBe(2)
    expect((await api.get(`/api/products/${oil.id}`)).stock).toBe(5)
  })
})
