import { useText } from '@/shared/i18n'
import classes from '@/shared/ui/FormPage.module.css'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { PasswordForm } from './PasswordForm'

/** What belongs to whoever is signed in. */
export function AccountPage() {
  const { t } = useText()
  const { user } = useUser()
  return (
    <>
      <PageHeader title={t('account.title')} subtitle={user?.email ?? ''} />
      <div className={classes.parts}>
        <PasswordForm />
      </div>
    </>
  )
}
