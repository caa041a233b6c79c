import { useText } from '../i18n'
import { useUser } from '../user'
import { PageTabs } from './PageTabs'

/** The pages of the settings; people and what they did are an administrator's. */
export function SettingsTabs() {
  const { t } = useText()
  const { mayManage, mayAdminister } = useUser()
  return (
    <PageTabs
      label={t('nav.settings')}
      tabs={[
        { to: '/settings/shop', title: t('settings.title') },
        { to: '/settings/locations', title: t('locations.title') },
        ...(mayManage
          ? [
              { to: '/settings/targets', title: t('targets.title') },
              { to: '/settings/alerts', title: t('alerts.title') },
            ]
          : []),
        ...(mayAdminister
          ? [
              { to: '/settings/people', title: t('people.title') },
              { to: '/settings/audit', title: t('audit.title') },
            ]
          : []),
      ]}
    />
  )
}
