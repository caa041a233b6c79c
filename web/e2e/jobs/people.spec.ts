import { expect, type Page, test } from '@playwright/test'
import {
  choose,
  goTo,
  inEachLook,
  newContext,
  press,
  rowOf,
  type Stand,
  toLastPeople,
} from './stand'

const LATER = ['three green lamps', 'four yellow doors'] as const

type Colleague = { name: string; email: string }

/** Who is invited, at their own device; they are given the link that the dialog shows. */
async function opens(page: Page, { t, page: admin }: Stand) {
  const field = admin.getByRole('dialog').getByLabel(t('people.link'), { exact: true })
  const link = new URL(await field.inputValue())
  await page.goto(`${link.pathname}${link.hash}`)
}

const inside = (page: Page, { t }: Stand) =>
  page.getByRole('heading', { name: t('dashboard.title'), exact: true })

async function signIn(page: Page, at: Stand, { email }: Colleague, password: string) {
  const { t } = at
  await page.goto('/sign-in')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(password)
  await press(at, page.getByRole('button', { name: t('auth.signIn'), exact: true }))
  await expect(inside(page, at)).toBeVisible()
}

inEachLook((at) => {
  test('somebody is invited with a role, comes in, forgets the password, and changes it', async ({
    browser,
  }) => {
    test.setTimeout(90_000)
    const { page, t, stamp, look } = at
    const kim = { name: `Kim ${stamp}`, email: `kim-${stamp.toLowerCase()}@example.com` }
    const dialog = page.getByRole('dialog')
    const context = await newContext(browser, look)
    const own = await context.newPage()

    await page.goto('/')
    await goTo(at, at.phone ? 'people' : 'settings')
    if (!at.phone)
      await press(at, page.getByRole('main').getByRole('link', { name: t('people.title') }))
    await press(at, page.getByRole('button', { name: t('people.invite'), exact: true }))
    await dialog.getByLabel(t('auth.email')).fill(kim.email)
    await choose(
      dialog.getByRole('combobox', { name: t('people.role') }),
      t('people.roles.manager'),
    )
    await press(at, dialog.getByRole('button', { name: t('people.invite'), exact: true }))
    await opens(own, at)
    await own.getByLabel(t('auth.name'), { exact: true }).fill(kim.name)
    await own.getByLabel(t('auth.password'), { exact: true }).fill(LATER[0])
    await press(at, own.getByRole('button', { name: t('auth.createAccount') }))
    await expect(inside(own, at)).toBeVisible()
    await page.goto('/settings/people')
    await toLastPeople(at)
    const row = rowOf(at, t('people.title'), kim.email)
    await expect(row).toContainText(t('roles.manager'))

    await press(at, row.getByRole('button', { name: t('people.actions', { name: kim.name }) }))
    await press(at, page.getByRole('menuitem', { name: t('people.resetLink') }))
    await press(at, dialog.getByRole('button', { name: t('people.makeLink') }))
    await opens(own, at)
    await own.getByLabel(t('auth.newPassword')).fill(LATER[1])
    await press(at, own.getByRole('button', { name: t('auth.setPassword') }))
    await expect(own.getByText(t('auth.passwordChanged'))).toBeVisible()
    await signIn(own, at, kim, LATER[1])

    await own.goto('/settings/account')
    await own.getByLabel(t('account.currentPassword')).fill(LATER[1])
    await own.getByLabel(t('auth.newPassword')).fill(`${LATER[0]} ${stamp}`)
    await press(at, own.getByRole('button', { name: t('account.changePassword') }))
    await expect(own.getByText(t('account.passwordChanged'))).toBeVisible()
    await context.clearCookies()
    await signIn(own, at, kim, `${LATER[0]} ${stamp}`)
    await context.close()
  })
})
