import { expect, test } from '@playwright/test'
import { account, signIn } from './account'

test.use({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })

const sku = `OFF-${Date.now().toString(36).toUpperCase()}`

test('what is sold without a network survives a reload, and is recorded once', async ({
  page,
  context,
  request,
}) => {
  await signIn(page)
  const form = { username: account.email, password: account.password }
  const { access_token } = await (await request.post('/api/auth/token', { form })).json()
  const headers = { Authorization: `Bearer ${access_token}` }
  const data = { sku, name: `Offline ${sku}`, price: 4.2, stock: 10 }
  const product = await (await request.post('/api/products', { headers, data })).json()

  await page.goto('/sales/new')
  await expect(page.getByText(/^Also sells offline/)).toBeVisible()
  await context.setOffline(true)
  await page.keyboard.type(sku)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(`${data.name}: quantity`)).toHaveValue('1')
  await page.keyboard.type('*3')
  for (const _ of [1, 2, 3]) await page.keyboard.press('Enter')
  await expect(page.getByText('Saved on this device: €12.60. Not recorded yet.')).toBeVisible()

  await page.reload()
  const banner = page.getByText(/Offline\..* 1 basket not recorded yet: €12\.60\./)
  await expect(banner).toBeVisible()
  await expect(page.getByRole('region', { name: 'Not recorded yet' })).toContainText('3 × Offline')

  await context.setOffline(false)
  await expect(page.getByRole('link', { name: /^Basket \d+$/ })).toBeVisible()
  await expect(banner).toBeHidden()
  const sales = await request.get(`/api/sales?product_id=${product.id}`, { headers })
  expect((await sales.json()).map((sale: { quantity: number }) => sale.quantity)).toEqual([3])
  const after = await request.get(`/api/products/${product.id}`, { headers })
  expect((await after.json()).stock).toBe(7)
})
