import { createHmac } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { signIn } from './account'

test.describe.configure({ mode: 'serial' })

const stamp = Date.now().toString(36)
const kim = {
  name: `Kim ${stamp}`,
  email: `kim-${stamp}@example.com`,
  password: 'three green lamps',
}
const look = { locale: 'en-GB', viewport: { width: 1440, height: 900 } }
let admin: Page
let colleague: Page

test.beforeAll(async ({ browser }) => {
  admin = await browser.newPage(look)
  colleague = await browser.newPage(look)
})
test.afterAll(async () => {
  await admin.close()
  await colleague.close()
})

/** What an authenticator app shows for this secret now (RFC 6238); the secret is in base 32. */
function codeOf(secret: string) {
  const value = (letter: string) =>
    letter < 'A' ? Number(letter) + 24 : letter.charCodeAt(0) - 'A'.charCodeAt(0)
  const bits = [...secret].map((each) => value(each).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', key).update(step).digest()
  const part = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(part % 1_000_000).padStart(6, '0')
}

async function openPeople() {
  await admin.goto('/settings/people')
  await expect(admin.getByRole('heading', { name: 'People', exact: true })).toBeVisible()
}

async function forKim(act: string) {
  await admin.getByRole('button', { name: `Actions for ${kim.name}` }).click()
  await admin.getByRole('menuitem', { name: act }).click()
}

const linkIn = (page: Page) => page.getByRole('dialog').getByLabel('Link', { exact: true })
const today = () => colleague.getByRole('heading', { name: 'Today', exact: true })

async function enter(password: string) {
  await colleague.goto('/sign-in')
  await colleague.getByLabel('E-mail address').fill(kim.email)
  await colleague.getByLabel('Password', { exact: true }).fill(password)
  await colleague.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a colleague is invited by a link, and is in with a name and a password', async () => {
  await signIn(admin)
  await openPeople()
  await admin.getByRole('button', { name: 'Invite', exact: true }).click()
  await admin.getByRole('dialog').getByLabel('E-mail address').fill(kim.email)
  await admin.getByRole('dialog').getByRole('button', { name: 'Invite', exact: true }).click()
  const link = new URL(await linkIn(admin).inputValue())

  await colleague.goto(`${link.pathname}${link.hash}`)
  await colleague.getByLabel('Name', { exact: true }).fill(kim.name)
  await colleague.getByLabel('Password', { exact: true }).fill(kim.password)
  await colleague.getByRole('button', { name: 'Create an account' }).click()
  await expect(today()).toBeVisible()
})

test('the colleague is given a role', async () => {
  await openPeople()
  await forKim('Change the role')
  const dialog = admin.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption('manager')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  const row = admin.getByRole('row').filter({ hasText: kim.email })
  await expect(row.getByText('Manager')).toBeVisible()
})

test('a forgotten password is replaced by a link, which signs out everywhere', async () => {
  await forKim('Link for a new password')
  await admin.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click()
  const link = new URL(await linkIn(admin).inputValue())
  kim.password = 'four yellow doors'

  await colleague.goto(`${link.pathname}${link.hash}`)
  await colleague.getByLabel('New password').fill(kim.password)
  await colleague.getByRole('button', { name: 'Set this password' }).click()
  await expect(colleague.getByText(/Your password was changed/)).toBeVisible()
  await enter(kim.password)
  await expect(today()).toBeVisible()
})

test('a second factor is set up with an app, and asked for from then on', async ({ browser }) => {
  await colleague.goto('/settings/account')
  await colleague.getByRole('button', { name: 'Set up an app' }).click()
  const dialog = colleague.getByRole('dialog')
  await dialog.getByLabel('Current password').fill(kim.password)
  await dialog.getByRole('button', { name: 'Next' }).click()
  const secret = (await dialog.locator('code').innerText()).trim()
  await dialog.getByLabel('Code').fill(codeOf(secret))
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog.getByText('Save these recovery codes')).toBeVisible()
  const [first = ''] = await dialog.locator('code').allInnerTexts()
  await dialog.getByRole('button', { name: 'I saved them' }).click()
  await expect(colleague.getByText(/10 recovery codes are left/)).toBeVisible()

  await colleague.close()
  colleague = await browser.newPage(look)
  await enter(kim.password)
  await colleague.getByLabel('A code from your phone').fill(first)
  await colleague.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(today()).toBeVisible()
})
