import { expect, test } from '@playwright/test'
import { account } from '../account'
import { wordsOf } from '../words'
import { goTo, inEachLook, newContext, press, rowOf } from './stand'

inEachLook((at) => {
  test('somebody signs in', async ({ browser }) => {
    const { t, look } = at
    const context = await newContext(browser, look)
    const page = await context.newPage()
    await page.goto('/')
    await expect(page.getByLabel(t('auth.email'))).toBeFocused()
    await page.keyboard.type(account.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(account.password)
    await page.keyboard.press('Enter')
    const inside = page.getByRole('heading', { name: t('dashboard.title'), exact: true })
    const later = page.getByRole('button', { name: t('auth.later') })
    await expect(inside.or(later).first()).toBeVisible()
    if (await later.isVisible()) await press(at, later)
    await expect(inside).toBeVisible()
    await context.close()
  })

  test('a product is found by a mistyped name, and by its category', async () => {
    const { page, t, api, stamp } = at
    const product = await api.product({
      sku: `FIND-${stamp}`,
      name: `Tea ${stamp}`,
      category: `Shelf ${stamp.split('').reverse().join('')}`,
    })
    await page.goto('/')
    await goTo(at, 'products')
    const search = page.getByRole('searchbox', { name: t('products.searchLabel') })
    const found = rowOf(at, t('products.title'), product.name)
    await search.fill(`${stamp.slice(0, 4)}${stamp.slice(5)}`)
    await expect(found).toBeVisible()
    await search.fill('0000000000')
    await expect(found).toBeHidden()
    await search.fill(stamp.split('').reverse().join('').toLowerCase())
    await expect(found).toBeVisible()
    await press(at, found.getByRole('link', { name: product.name }))
    await expect(page.getByRole('heading', { name: product.name })).toBeVisible()
  })

  test('why the stock changed is told, with who did it and by what', async () => {
    const { page, t, like, api, stamp, format } = at
    const product = await api.product({ sku: `WHY-${stamp}`, name: `Why ${stamp}`, stock: 10 })
    const basket = await api.post('/api/sales/orders', {
      sold_at: new Date().toISOString(),
      lines: [{ product_id: product.id, quantity: 2 }],
    })
    await api.post(`/api/sales/orders/${basket.id}/void`, { reason: `Dropped ${stamp}` })
    const { name: me } = await api.get('/api/auth/me')
    await page.goto(`/products/${product.id}`)
    await press(at, page.getByRole('link', { name: t('products.tabs.stock') }))
    const voided = rowOf(at, t('movements.title'), t('reasons.void'))
    await expect(voided).toContainText(format.signed(2))
    await expect(voided).toContainText(me)
    await expect(rowOf(at, t('movements.title'), format.signed(-2))).toContainText(me)
    await press(at, voided.getByRole('link', { name: like('movements.sale') }))
    await expect(
      page.getByRole('heading', { name: t('baskets.one', { id: basket.id }) }),
    ).toBeVisible()
    await expect(
      page.getByText(t('sales.voidedByBecause', { who: me, reason: `Dropped ${stamp}` })),
    ).toBeVisible()
  })

  test('the language is changed, and changed back', async () => {
    const { page, t, look, api } = at
    const { name } = await api.get('/api/auth/me')
    const other = await wordsOf(look.language === 'en' ? 'fr' : 'en')
    const heading = (words: typeof other) =>
      page.getByRole('heading', { name: words.t('dashboard.title'), exact: true })
    await page.goto('/')
    await expect(heading(at)).toBeVisible()
    await press(at, page.getByRole('button', { name }))
    await press(
      at,
      page.getByRole('menuitem', { name: look.language === 'en' ? 'Français' : 'English' }),
    )
    await expect(heading(other)).toBeVisible()
    await press(at, page.getByRole('button', { name }))
    await press(
      at,
      page.getByRole('menuitem', { name: look.language === 'en' ? 'English' : 'Français' }),
    )
    await expect(heading(at)).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', look.language)
    expect(t('nav.language')).not.toBe(other.t('nav.language'))
  })
})
