import { useText } from '@/shared/i18n'
import { useShop } from '@/shared/shop/use-shop'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { useUser } from '@/shared/user'
import { ShopFacts } from './ShopFacts'
import { ShopForm } from './ShopForm'

/** Who the shop is, and by which clock and money it goes: an administrator's to change. */
export function ShopPage() {
  const { t } = useText()
  const { user, mayAdminister } = useUser()
  const shop = useShop()
  return (
    <>
      <PageHeader
        title={t('settings.title')}
        subtitle={t(user && !mayAdminister ? 'settings.reader' : 'settings.subtitle')}
      />
      <SettingsTabs />
      {mayAdminister ? <ShopForm shop={shop} /> : <ShopFacts shop={shop} />}
    </>
  )
}
