import { Group, Stack } from '@mantine/core'
import { authExportMe } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { Passkeys } from '@/shared/second-factor/Passkeys'
import { SecondFactor } from '@/shared/second-factor/SecondFactor'
import { DownloadButton } from '@/shared/ui/DownloadButton'
import classes from '@/shared/ui/FormPage.module.css'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Part } from '@/shared/ui/Part'
import { SingleKeys } from '@/shared/ui/SingleKeys'
import { useUser } from '@/shared/user'
import { AddressForm } from './AddressForm'
import { NameForm } from './NameForm'
import { PasswordForm } from './PasswordForm'
import { Sessions } from './Sessions'

/** What belongs to whoever is signed in. */
export function AccountPage() {
  const { t } = useText()
  const { user } = useUser()
  return (
    <>
      <PageHeader title={t('account.title')} subtitle={user?.email ?? ''} />
      <Stack>
        <div className={classes.parts}>
          {user ? <NameForm name={user.name} /> : null}
          <PasswordForm />
          {user ? <AddressForm email={user.email} /> : null}
          <Part title={t('shortcuts.title')}>
            <SingleKeys />
          </Part>
          <SecondFactor />
          <Passkeys />
        </div>
        <Sessions />
        <Group>
          <DownloadButton
            label={t('account.myData')}
            name="my-data.json"
            fetchFile={() => authExportMe({ parseAs: 'blob' })}
          />
        </Group>
      </Stack>
    </>
  )
}
