import { account } from '../account'
import { press, type Stand } from '../jobs/stand'
import type { Case } from './cases'

/**
 * The windows of one's own second factor. That there is one is only said to the page: whoever had
 * a real one could not be signed in by the tests after these.
 */
export function accountCases(at: Stand): Case[] {
  const { page, t } = at
  const path = '/settings/account'
  const dialog = page.getByRole('dialog')
  const button = (name: string, within: Pick<typeof page, 'getByRole'> = page.getByRole('main')) =>
    press(at, within.getByRole('button', { name, exact: true }).first())
  const password = (value: string) => dialog.getByLabel(t('account.currentPassword')).fill(value)

  async function withApp(act: string) {
    await page.route('**/api/auth/second-factor', (route) =>
      route.fulfill({
        json: { totp: true, recovery_codes_left: 8, passkeys: 0, required: false },
      }),
    )
    await page.reload()
    await button(act)
  }

  return [
    { name: 'second-factor', path, open: () => button(t('secondFactor.add')) },
    {
      name: 'second-factor-picture',
      path,
      open: async () => {
        await button(t('secondFactor.add'))
        await password(account.password)
        await button(t('secondFactor.next'), dialog)
        await dialog.getByRole('img', { name: t('secondFactor.picture') }).waitFor()
      },
    },
    { name: 'remove-app', path, open: () => withApp(t('secondFactor.remove')) },
    { name: 'renew-codes', path, open: () => withApp(t('secondFactor.renew')) },
    {
      name: 'proof-refused',
      path,
      fails: true,
      open: async () => {
        await page.route('**/api/auth/second-factor/remove', (route) =>
          route.fulfill({
            status: 401,
            json: { code: 'second_factor_wrong', params: {}, errors: [], status: 401 },
          }),
        )
        await withApp(t('secondFactor.remove'))
        await password('something else')
        await dialog.getByLabel(t('secondFactor.code')).fill('123456')
        await button(t('secondFactor.remove'), dialog)
        await dialog.getByRole('alert').waitFor()
      },
    },
    {
      name: 'recovery-codes',
      path,
      open: async () => {
        const recovery_codes = Array.from({ length: 10 }, (_, n) => `a${n}b2-c3d4-e5f${n}`)
        await page.route('**/api/auth/second-factor/recovery-codes', (route) =>
          route.fulfill({ json: { recovery_codes } }),
        )
        await withApp(t('secondFactor.renew'))
        await password('anything')
        await dialog.getByLabel(t('secondFactor.code')).fill('123456')
        await button(t('secondFactor.renew'), dialog)
        await dialog.getByText(t('secondFactor.keepCodes')).waitFor()
      },
    },
    { name: 'passkey', path, open: () => button(t('passkeys.add')) },
  ]
}
