import { expect, type Page, test } from '@playwright/test'
import { accessToken, signIn } from './account'

test.describe.configure({ mode: 'serial' })
test.use({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })

const stamp = Date.now().toString(36).toUpperCase()
const product = { name: `Story tea ${stamp}`, sku: `E2E-${stamp}` }
let page: Page

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
})
test.afterAll(() => page.close())

test('a wrong password is refused in words', async () => {
  await page.goto('/')
  await expect(page).toHaveURL(/sign-in/)
  await page.getByLabel('E-mail address').fill('nobody@example.com')
  await page.getByLabel('Password', { exact: true }).fill('not-the-password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('password is wrong')
})

test('somebody signs in, and a reload keeps them signed in', async () => {
  await signIn(page)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
})

test('a product without a name is refused at the field, then created', async () => {
  await page.getByRole('link', { name: 'Products' }).first().click()
  await page.getByRole('button', { name: 'New product' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('SKU').fill(product.sku)
  await dialog.getByLabel('Price').fill('4.20')
  await dialog.getByLabel('Initial stock').fill('12')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription('Required.')
  await dialog.getByLabel('Name').fill(product.name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await page.getByLabel('Search products').fill(product.sku)
  await expect(page.getByRole('link', { name: product.name })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`q=.*${product.sku}`))
})

test('the same SKU again is refused', async () => {
  await page.getByRole('button', { name: 'New product' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Another')
  await dialog.getByLabel('SKU').fill(product.sku)
  await dialog.getByLabel('Price').fill('1')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('SKU')).toHaveAccessibleDescription(/already has this SKU/)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  // Single keys do nothing under a dialog, nor while it is closing.
  await expect(dialog).toBeHidden()
})

test('a sale is recorded within five seconds by keyboard alone', async () => {
  const start = Date.now()
  await page.keyboard.press('n')
  await expect(page.getByRole('combobox', { name: 'Scan or type a product' })).toBeFocused()
  // As a scanner does it: the whole code at once, and Enter before any answer can have come.
  for (const _ of [1, 2, 3]) {
    await page.keyboard.insertText(product.sku)
    await page.keyboard.press('Enter')
  }
  await expect(page.getByLabel(`${product.name}: quantity`)).toHaveValue('3')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Recorded: €12.60.')).toBeVisible()
  expect(Date.now() - start).toBeLessThan(5000)
  await expect(page.getByRole('combobox', { name: 'Scan or type a product' })).toBeFocused()
})

test('too large a sale says what is left, and sells that', async () => {
  await page.keyboard.insertText(product.sku)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(`${product.name}: quantity`)).toHaveValue('1')
  await page.keyboard.type('*50')
  for (const _ of [1, 2, 3]) await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByText('Only 9 left.')).toBeVisible()
  await page.getByRole('button', { name: 'Sell 9' }).click()
  await page.getByRole('button', { name: /^Record/ }).click()
  await expect(page.getByText('Recorded: €37.80.')).toBeVisible()
})

test('stock comes back by an adjustment with a reason, and the ledger shows it', async () => {
  await page.goto(`/products?q=${product.sku}`)
  await page.getByRole('link', { name: product.name }).click()
  await expect(page.getByText('Out of stock').first()).toBeVisible()
  await page.getByRole('button', { name: 'Adjust stock' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Quantity').fill('20')
  await dialog.getByLabel('Note').fill('Found behind the shelf')
  await dialog.getByRole('button', { name: 'Adjust' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('link', { name: 'Stock history' }).click()
  const ledger = page.getByRole('table', { name: 'Stock movements' })
  await expect(ledger.getByText('+20')).toBeVisible()
  await expect(ledger.getByText('−3', { exact: true })).toBeVisible()
})

test('a sale is cancelled with a reason, and the list can be exported', async () => {
  await page.getByRole('link', { name: 'Sales', exact: true }).first().click()
  const row = page.getByRole('row').filter({ hasText: product.name }).first()
  await row.getByRole('button', { name: 'Cancel sale' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why?').fill('Wrong item')
  await dialog.getByRole('button', { name: 'Cancel sale' }).click()
  await expect(row.getByText('Cancelled', { exact: true })).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('sales.csv')
})

test('the product has a forecast in words, as a chart and as a table', async () => {
  await page.goto(`/products?q=${product.sku}`)
  await page.getByRole('link', { name: product.name }).click()
  await expect(page.getByText(/Nothing was sold before today/)).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Forecast', exact: true }).click()
  await expect(page.getByText('Expected in the next 28 days')).toBeVisible()
  await page.getByRole('link', { name: 'Forecast page' }).click()
  await expect(page.getByRole('img', { name: /Sales history and forecast/ })).toBeVisible()
  // The page may still be arriving: until it stands, a click on it may go nowhere.
  await expect(async () => {
    await page.getByText('7', { exact: true }).click()
    await expect(page).toHaveURL(/days=7/, { timeout: 1_000 })
  }).toPass()
  await expect(page.getByText('Expected in the next 7 days')).toBeVisible()
  await page.getByText('Figures').click()
  await expect(page.getByRole('table', { name: 'Figures' }).getByRole('row')).toHaveCount(8)
})

test('a planner adjusts the forecast, the model stays visible, and it is withdrawn', async () => {
  await page.getByRole('button', { name: 'Adjust the forecast' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Adjust', exact: true }).click()
  await expect(dialog.getByLabel('Percentage')).toHaveAccessibleDescription(/Required/)
  await dialog.getByText('Units per day').first().click()
  await dialog.getByRole('textbox', { name: 'Units per day' }).fill('30')
  await dialog.getByLabel('Reason').fill('A fair in town')
  await dialog.getByRole('button', { name: 'Adjust', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/One day was adjusted by hand/)).toBeVisible()
  const adjustments = page.getByRole('table', { name: 'Manual adjustments' })
  await expect(adjustments.getByText('A fair in town')).toBeVisible()
  await adjustments.getByRole('button', { name: 'Withdraw' }).click()
  await expect(adjustments.getByText('withdrawn')).toBeVisible()
  await expect(page.getByText(/One day was adjusted by hand/)).toBeHidden()
})

test('a promotion goes into the calendar and out of it', async () => {
  await page.getByRole('link', { name: 'Calendar' }).click()
  await page.getByRole('button', { name: 'New entry', exact: true }).click()
  const dialog = page.getByRole('dialog')
  const name = `Three for two ${stamp}`
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('combobox', { name: 'For' }).selectOption('A product')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog.getByText('Required.')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Product' }).fill(product.sku)
  await page.getByRole('option', { name: product.name }).click()
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog).toBeHidden()
  const entry = page.getByRole('button', { name: `Promotion: ${name}` })
  await entry.click()
  await dialog.getByLabel('Sales multiplied by').fill('2')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await page.getByText('List', { exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row.getByText(product.name)).toBeVisible()
  await row.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(row).toBeHidden()
})

test('a file is looked at, imported, its bad row told, and all of it undone', async () => {
  await page.goto('/data')
  const content = `series_id,date,quantity\n${product.sku}-H,2026-05-01,3\n${product.sku}-H,2026-05-32,3\n`
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'history.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
  await Promise.all([
    page.waitForResponse((answer) => answer.url().includes('/api/etl/uploads')),
    page.getByRole('button', { name: 'Check', exact: true }).click(),
  ])
  // The newest import is the first row, once the list has been read again.
  await page.reload()
  const row = page.getByRole('table', { name: 'Imports' }).getByRole('row').nth(1)
  await expect(row.getByText('Checked, not imported yet · 1 row can be imported')).toBeVisible()
  await row.getByRole('button', { name: 'Review and import' }).click()
  const dialog = page.getByRole('dialog')
  await expect(
    dialog.getByText('1 row can be imported; 0 without sales, 1 rejected.'),
  ).toBeVisible()
  await expect(dialog.getByRole('cell', { name: 'May 2026' })).toBeVisible()
  await expect(dialog.getByText(/Line 3 rejected: date “2026-05-32” is not a date/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(row.getByText(/Complete/)).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('button', { name: '1 row rejected' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/rejected.csv$/)
  await row.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(row.getByText(/Undone/)).toBeVisible()
})

test('a file of unknown columns is imported once they are told', async () => {
  await page.goto('/data')
  // A name that no earlier import has told.
  const what = `Machin ${stamp}`
  const content = `${what};Date;Qté\n${product.sku}-T;25/05/2026;1 200\n`
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'caisse.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
  await Promise.all([
    page.waitForResponse((answer) => answer.url().includes('/api/etl/uploads')),
    page.getByRole('button', { name: 'Check', exact: true }).click(),
  ])
  await page.reload()
  const row = page.getByRole('table', { name: 'Imports' }).getByRole('row').nth(1)
  await row.getByRole('button', { name: 'Map columns' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Check again' })).toBeDisabled()
  await dialog.getByRole('combobox', { name: 'Product code' }).selectOption(what)
  await dialog.getByRole('button', { name: 'Check again' }).click()
  await row.getByRole('button', { name: 'Review and import' }).click()
  await expect(dialog.getByText(/Your mapping .* day\/month\/year/)).toBeVisible()
  await expect(dialog.getByRole('cell', { name: '1,200' }).first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(row.getByText(/Complete/)).toBeVisible()
})

test('a file that was checked can be discarded', async () => {
  await page.goto('/data')
  await page.locator('input[type=file]').setInputFiles({
    name: 'history.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`series_id,date,quantity\n${product.sku}-D,2026-05-01,3\n`),
  })
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const row = page.getByRole('table', { name: 'Imports' }).getByRole('row').nth(1)
  await row.getByRole('button', { name: 'Review and import' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await expect(dialog).toBeHidden()
  await expect(row.getByText(/Cancelled/)).toBeVisible()
})

test('where there are made-up sales, more come in by themselves until they are stopped', async () => {
  await page.goto('/data')
  const started = await page.request.post('/api/etl/synthetic', {
    headers: { Authorization: `Bearer ${await accessToken(page)}` },
    data: { profile: 'stationery', products: 2, days: 60, seed: 7 },
  })
  expect(started.ok()).toBe(true)
  await page.reload()
  await page.getByRole('button', { name: 'Start selling' }).click()
  const row = page.getByRole('table', { name: 'Imports' }).getByRole('row').nth(1)
  await expect(row.getByText(/Running · [1-9]\d* of 3,600 rows/)).toBeVisible()
  await row.getByRole('button', { name: 'Stop' }).click()
  await expect(row.getByText(/Cancelled/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start selling' })).toBeVisible()
})

test('a supplier is added, ordered from by scanner, and what comes raises the stock', async () => {
  const supplier = `Story supplier ${stamp}`
  await page.goto(`/products?q=${product.sku}`)
  await page.getByRole('link', { name: product.name, exact: true }).click()
  const stock = page
    .getByRole('main')
    .getByText('Stock', { exact: true })
    .locator('xpath=following-sibling::*[1]')
  const before = Number(await stock.innerText())

  await page.getByRole('link', { name: 'Suppliers' }).first().click()
  await page.getByRole('link', { name: 'New supplier' }).first().click()
  await page.getByLabel('Name').fill(supplier)
  await page.getByLabel('Lead time (days)').fill('3')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: supplier })).toBeVisible()
  await page.getByRole('combobox', { name: 'Add or change a product' }).fill(product.sku)
  await page.getByRole('option', { name: product.name }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Unit cost').fill('2.5')
  await dialog.getByLabel('Order multiple').fill('6')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('cell', { name: '€2.50' })).toBeVisible()

  await page.getByRole('link', { name: 'New order' }).click()
  await expect(page.getByRole('combobox', { name: 'Supplier' })).toHaveValue(supplier)
  const scan = page.getByRole('combobox', { name: /^Add a product/ })
  for (const units of ['6', '12']) {
    await scan.focus()
    await page.keyboard.insertText(product.sku)
    await page.keyboard.press('Enter')
    await expect(page.getByLabel(`${product.name}: Quantity`)).toHaveValue(units)
  }
  await expect(page.getByText('Total €30.00 excl. tax')).toBeVisible()
  await page.getByRole('button', { name: 'Save as draft' }).click()
  await page.getByRole('button', { name: 'Place order' }).click()
  const order = await page.getByRole('heading', { name: /^Order \d+$/ }).innerText()

  await page.getByRole('link', { name: 'Receive' }).click()
  await page.getByRole('button', { name: 'Receive all as ordered' }).click()
  await expect(page.getByText('Complete')).toBeVisible()
  await page.getByLabel('Freight').fill('6')
  await page.getByRole('button', { name: 'Put into stock' }).click()
  await expect(page.getByText('Received', { exact: true }).first()).toBeVisible()
  await expect(page.getByText(/€3.00 per unit, landed/)).toBeVisible()
  await page.getByRole('button', { name: 'Documents' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'PDF in English' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^PO\d+\.pdf$/)

  await page.getByRole('link', { name: product.name }).click()
  await expect(stock).toHaveText(String(before + 12))
  await page.getByRole('link', { name: 'Stock history' }).click()
  const ledger = page.getByRole('table', { name: 'Stock movements' })
  await expect(ledger.getByRole('row').nth(1).getByText('+12')).toBeVisible()
  await expect(ledger.getByRole('link', { name: order }).first()).toBeVisible()
})

test('signing out closes the door, also for the back button', async () => {
  await page.getByRole('button', { name: /Camille|Admin/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await page.goto('/products')
  await expect(page).toHaveURL(/sign-in/)
})
