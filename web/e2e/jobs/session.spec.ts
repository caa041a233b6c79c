import { expect, test } from '@playwright/test'
import { account } from '../account'
import { violations } from '../looks'
import { inEachLook, press } from './stand'

inEachLook((at) => {
  test('who is signed out while typing signs in again over it, and it is saved', async () => {
    const { page, context, t, stamp } = at
    const name = `Again ${stamp}`
    await page.goto('/products')
    await press(at, page.getByRole('button', { name: t('products.new') }).first())
    const form = page.getByRole('dialog', { name: t('products.new') })
    await form.getByLabel(t('products.name'), { exact: true }).fill(name)
    await form.getByLabel(t('products.sku'), { exact: true }).fill(`AGAIN-${stamp}`)
    await form.getByLabel(at.like('products.price')).first().fill('4')
    // The token is over, and the cookie that would renew it is gone.
    await context.clearCookies()
    await page.route(
      (url) => url.pathname === '/api/products',
      (route) =>
        route.request().method() === 'POST' ? route.fulfill({ status: 401 }) : route.fallback(),
      { times: 1 },
    )
    await press(at, form.getByRole('button', { name: t('common.save') }))

    const again = page.getByRole('dialog', { name: t('auth.endedTitle') })
    await again.getByLabel(t('auth.password'), { exact: true }).fill(account.password)
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `test-results/screenshots/again-${at.look.width}.png` })
    await press(at, again.getByRole('button', { name: t('auth.signIn'), exact: true }))
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('link', { name }).first()).toBeVisible()
  })
})
