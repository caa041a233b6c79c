import type { Page } from '@playwright/test'
import { choose, press, rowOf, type Stand } from '../jobs/stand'
import { accountCases } from './account'
import type { Given } from './given'
import { peopleCases } from './people'

export type Case = {
  name: string
  path: string
  /** What shows that it is open. */
  root?: 'dialog' | 'menu' | 'listbox' | 'toast'
  only?: 'phone' | 'wide'
  /** A failed request is part of it. */
  fails?: boolean
  open: () => Promise<unknown>
}

/** Every window, drawer, menu and note that the client opens over a page, and the way to it. */
export function casesOf(at: Stand, given: Given): Case[] {
  const { page, t, format } = at
  const { product, supplier, draft, received, transfer } = given
  const main = page.getByRole('main')
  const button = (name: string | RegExp, within: Pick<Page, 'getByRole'> = main) =>
    press(at, within.getByRole('button', { name, exact: typeof name === 'string' }).first())
  const dialog = page.getByRole('dialog')
  const menuitem = (name: string) => press(at, page.getByRole('menuitem', { name }))
  const choosing = async () => {
    const box = t('lists.choose', { name: product.name })
    await press(at, main.getByRole('checkbox', { name: box }))
  }
  const inForecast = `/forecast?supplier=${supplier.id}`
  const inProducts = `/products?q=${product.sku}`
  const why = { name: product.name }
  return [
    { name: 'palette', path: '/', open: () => page.keyboard.press('Control+k') },
    {
      name: 'palette-found',
      path: '/',
      open: async () => {
        await page.keyboard.press('Control+k')
        await dialog.getByRole('combobox').fill(product.name)
        await page.getByRole('option', { name: product.name }).waitFor()
      },
    },
    { name: 'shortcuts', path: '/', open: () => page.keyboard.press('?') },
    {
      name: 'account-menu',
      path: '/',
      root: 'menu',
      open: async () => {
        const { name } = await at.api.get('/api/auth/me')
        await press(at, page.getByRole('button', { name }))
      },
    },
    { name: 'more', path: '/', only: 'phone', open: () => button(t('nav.more'), page) },
    { name: 'new-product', path: '/products', open: () => button(t('products.new')) },
    { name: 'catalogue-file', path: '/products', open: () => button(t('sheets.title')) },
    {
      name: 'views-menu',
      path: inProducts,
      root: 'menu',
      open: () => button(new RegExp(`^${t('lists.view')}`)),
    },
    {
      name: 'views',
      path: inProducts,
      open: async () => {
        await button(new RegExp(`^${t('lists.view')}`))
        await menuitem(t('lists.edit'))
      },
    },
    {
      name: 'columns-menu',
      path: inProducts,
      only: 'wide',
      root: 'menu',
      open: () => button(t('lists.columns')),
    },
    {
      name: 'choices',
      path: '/products',
      root: 'listbox',
      open: async () => {
        if (at.phone) await button(t('lists.filters'), page)
        await press(at, main.getByRole('combobox', { name: t('products.category') }))
      },
    },
    {
      name: 'category-of-many',
      path: inProducts,
      open: async () => {
        await choosing()
        await button(t('products.changeCategory'))
      },
    },
    {
      name: 'undo-toast',
      path: `/products?q=${given.target.sku}`,
      root: 'toast',
      open: async () => {
        const box = t('lists.choose', { name: given.target.name })
        await press(at, main.getByRole('checkbox', { name: box }))
        await button(t('products.archive'))
        await button(t('common.undo'), page)
      },
    },
    {
      name: 'error-toast',
      path: `/products/${given.product.id}?tab=orders`,
      root: 'toast',
      fails: true,
      open: async () => {
        await page.route('**/api/products/*', (route) =>
          route.request().method() === 'DELETE' ? route.abort() : route.fallback(),
        )
        await page.goto(`/products?q=${given.target.sku}`)
        const box = t('lists.choose', { name: given.target.name })
        await press(at, main.getByRole('checkbox', { name: box }))
        await button(t('products.archive'))
      },
    },
    { name: 'edit-product', path: `/products/${product.id}`, open: () => button(t('common.edit')) },
    {
      name: 'archive-product',
      path: `/products/${product.id}`,
      open: () => button(t('products.archive')),
    },
    { name: 'adjust', path: `/products/${product.id}`, open: () => button(t('products.adjust')) },
    {
      name: 'unusual',
      path: `/products/${product.id}`,
      open: async () => {
        await button(t('products.adjust'))
        await dialog.getByLabel(t('adjust.quantity')).fill('5000')
        await button(t('adjust.submit'), dialog)
        await page.getByRole('dialog', { name: t('unusual.title') }).waitFor()
      },
    },
    {
      name: 'throw-away',
      path: '/products',
      open: async () => {
        await button(t('products.new'))
        await dialog.getByLabel(t('products.name'), { exact: true }).fill('Somebody')
        await button(t('common.close'), dialog)
        await page.getByRole('dialog', { name: t('leave.typedTitle') }).waitFor()
      },
    },
    {
      name: 'picture-menu',
      path: `/products/${product.id}`,
      root: 'menu',
      open: () => button(t('products.picture')),
    },
    {
      name: 'variants',
      path: `/products/${given.parent.id}`,
      open: () => button(t('products.createVariants')),
    },
    {
      name: 'override',
      path: `/forecast/${product.id}`,
      open: () => button(t('overrides.adjust')),
    },
    {
      name: 'correction',
      path: `/forecast/${product.id}`,
      open: () => button(at.like('corrections.ask')),
    },
    {
      name: 'forecast-menu',
      path: '/forecast',
      only: 'phone',
      root: 'menu',
      open: () => button(t('forecast.more')),
    },
    { name: 'why', path: inForecast, open: () => button(`${t('reorder.why')} ${product.name}`) },
    { name: 'snooze', path: inForecast, open: () => button(t('reorder.snoozeOf', why)) },
    { name: 'drafts', path: inForecast, open: () => button(t('reorder.orderOf', why)) },
    { name: 'new-event', path: '/forecast/calendar', open: () => button(t('calendar.new')) },
    {
      name: 'product-picker',
      path: '/forecast/calendar',
      root: 'listbox',
      open: async () => {
        await button(t('calendar.new'))
        const scope = dialog.getByRole('combobox', { name: t('calendar.scope') })
        await choose(scope, t('calendar.scopes.product'))
        await dialog.getByRole('combobox', { name: t('picker.label') }).fill(product.sku)
        await page.getByRole('option', { name: product.name }).waitFor()
      },
    },
    {
      name: 'change-event',
      path: '/forecast/calendar?view=list',
      open: () => button(t('calendar.editNamed', { name: `Dialog week ${at.stamp}` })),
    },
    {
      name: 'remove-event',
      path: '/forecast/calendar?view=list',
      open: () => button(t('calendar.cancelNamed', { name: `Dialog week ${at.stamp}` })),
    },
    { name: 'new-target', path: '/settings/targets', open: () => button(t('targets.new')) },
    {
      name: 'edit-target',
      path: '/settings/targets',
      open: () => button(t('targets.editOf', { name: given.target.name })),
    },
    {
      name: 'void-sale',
      path: `/sales?product=${product.id}`,
      open: () => button(t('sales.void')),
    },
    {
      name: 'return',
      path: `/sales?product=${product.id}`,
      open: () => button(t('sales.return')),
    },
    {
      name: 'void-basket',
      path: `/sales/baskets/${given.basket.id}`,
      open: () => button(t('baskets.void')),
    },
    {
      name: 'sold-toast',
      path: `/sales/new?product=${product.id}`,
      root: 'toast',
      open: () => button(t('till.record', { total: format.money(product.price) })),
    },
    {
      name: 'receipt',
      path: '/sales/new',
      open: () => button(new RegExp(t('till.receipt'))),
    },
    {
      name: 'camera',
      path: '/sales/new',
      open: () => button(t('till.camera')),
    },
    { name: 'suppliers-file', path: '/suppliers', open: () => button(t('sheets.title')) },
    {
      name: 'archive-supplier',
      path: `/suppliers/${supplier.id}`,
      open: () => button(t('common.archive')),
    },
    {
      name: 'terms',
      path: `/suppliers/${supplier.id}`,
      open: () => button(t('terms.edit', why)),
    },
    {
      name: 'remove-terms',
      path: `/suppliers/${supplier.id}`,
      open: () => button(t('terms.remove', why)),
    },
    {
      name: 'leave',
      path: '/suppliers/new',
      open: async () => {
        await main.getByLabel(t('suppliers.name'), { exact: true }).fill('Somebody')
        await press(at, page.getByRole('link', { name: t('nav.dashboard') }).first())
      },
    },
    { name: 'cancel-order', path: `/orders/${draft.id}`, open: () => button(t('orders.cancel')) },
    { name: 'close-order', path: `/orders/${received.id}`, open: () => button(t('orders.close')) },
    { name: 'send-order', path: `/orders/${received.id}`, open: () => button(t('orders.send')) },
    {
      name: 'documents-menu',
      path: `/orders/${received.id}`,
      root: 'menu',
      open: () => button(t('orders.documents')),
    },
    { name: 'new-count', path: '/counts', open: () => button(t('counts.new')) },
    {
      name: 'post-count',
      path: `/counts/${given.count.id}`,
      open: () => button(t('counts.post')),
    },
    {
      name: 'cancel-count',
      path: `/counts/${given.count.id}`,
      open: () => button(t('counts.cancel')),
    },
    {
      name: 'cancel-transfer',
      path: `/transfers/${transfer.planned}`,
      open: () => button(t('transfers.cancel')),
    },
    {
      name: 'arrival',
      path: `/transfers/${transfer.shipped}`,
      open: () => button(t('orders.receive')),
    },
    {
      name: 'write-off',
      path: `/stock/lots?product=${given.target.id}`,
      open: () => button(new RegExp(t('lots.writeOff'))),
    },
    {
      name: 'new-location',
      path: '/settings/locations',
      open: () => button(t('locations.new')),
    },
    {
      name: 'edit-location',
      path: '/settings/locations',
      open: () => button(t('locations.edit', { name: given.location.name })),
    },
    {
      name: 'archive-location',
      path: '/settings/locations',
      open: () => button(t('locations.archive', { name: given.location.name })),
    },
    {
      name: 'checked-import',
      path: '/data',
      open: () => button(t('data.review'), rowOf(at, t('data.jobs'), t('data.status.checked'))),
    },
    {
      name: 'unmapped-import',
      path: '/data',
      open: () => button(t('data.mapColumns')),
    },
    { name: 'undo-import', path: '/data', open: () => button(t('data.undo')) },
    ...peopleCases(at, given),
    ...accountCases(at),
  ]
}
