import { expect, type Page } from '@playwright/test'

/** An administrator for the tests: a fresh stack's first, or the one whose name is given. */
export const account = {
  name: 'Camille Test',
  email: process.env.E2E_EMAIL ?? 'admin@example.com',
  password: process.env.E2E_PASSWORD ?? 'admin123',
}

/** Signs in by the form; on a fresh stack it creates the first account. */
export async function signIn(page: Page) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const inside = page.getByRole('heading', { name: 'Today', exact: true })
  // The password of the README is a weak one, which is said each time: in an alert, too.
  const weak = page.getByRole('button', { name: 'Later' })
  const answered = inside.or(page.getByRole('alert')).or(weak)
  await expect(answered.first()).toBeVisible()
  if (await weak.isVisible()) {
    await weak.click()
    await expect(inside).toBeVisible()
  }
  if (await inside.isVisible()) return
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Name', { exact: true }).fill(account.name)
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByLabel('I am setting up this shop').check()
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(inside.or(weak).first()).toBeVisible()
  if (await weak.isVisible()) await weak.click()
  await expect(inside).toBeVisible()
}

/** What lets the tests ask services for what the pages do not offer. */
export async function accessToken(page: Page): Promise<string> {
  const { email, password } = account
  const answer = await page.request.post('/api/auth/login', { data: { email, password } })
  return (await answer.json()).access_token
}
