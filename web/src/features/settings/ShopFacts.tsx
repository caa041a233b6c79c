import { Stack } from '@mantine/core'
import { listed, nameOf, weekdayChoices, zoneName } from '@/shared/choices'
import { useText } from '@/shared/i18n'
import type { Shop } from '@/shared/shop/use-shop'
import classes from '@/shared/ui/FormPage.module.css'
import { Part } from '@/shared/ui/Part'
import type { ShopField } from './shop-values'

/** The settings, to be read. */
export function ShopFacts({ shop }: { shop: Shop }) {
  const { t, format, locale } = useText()
  const weekdays = weekdayChoices(locale, shop.country)
    .filter(({ value }) => shop.opening_days.includes(Number(value)))
    .map(({ label }) => label)
  const texts: Record<ShopField, string> = {
    name: shop.name,
    address: shop.address,
    country: shop.country === null ? '' : nameOf(locale, 'region', shop.country),
    currency: nameOf(locale, 'currency', shop.currency),
    prices_include_tax: t(shop.prices_include_tax ? 'common.yes' : 'common.no'),
    time_zone: zoneName(locale, shop.time_zone, new Date()),
    opening_days: listed(locale, weekdays),
    default_target: format.share(shop.default_target),
    short_stock: t(`settings.shortStock.${shop.short_stock}`),
    weight_code_layout: shop.weight_code_layout ?? '',
    open_role: t(`roles.${shop.open_role}`),
  }
  const facts = (...fields: ShopField[]) => (
    <dl className={classes.facts}>
      {fields.map((field) => (
        <div key={field}>
          <dt>{t(`settings.${field}`)}</dt>
          <dd>{texts[field] || t('settings.unsaid')}</dd>
        </div>
      ))}
    </dl>
  )
  return (
    <div className={classes.parts}>
      <Stack>
        <Part title={t('settings.identity')}>{facts('name', 'address', 'country')}</Part>
        <Part title={t('settings.money')}>{facts('currency', 'prices_include_tax')}</Part>
      </Stack>
      <Stack>
        <Part title={t('settings.days')}>{facts('time_zone', 'opening_days')}</Part>
        <Part title={t('settings.selling')}>
          {facts('default_target', 'short_stock', 'weight_code_layout', 'open_role')}
        </Part>
      </Stack>
    </div>
  )
}
