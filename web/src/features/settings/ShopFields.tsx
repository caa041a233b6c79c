import { Alert, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMemo } from 'react'
import { countryChoices, currencyChoices, weekdayChoices, zoneChoices } from '@/shared/choices'
import { formatFor } from '@/shared/format'
import { useText } from '@/shared/i18n'
import type { Shop } from '@/shared/shop/use-shop'
import classes from '@/shared/ui/FormPage.module.css'
import { NumberField } from '@/shared/ui/NumberField'
import { Part } from '@/shared/ui/Part'
import { SearchSelect } from '@/shared/ui/SearchSelect'
import { Select } from '@/shared/ui/Select'
import type { ShopValues } from './shop-values'

type Props = { form: UseFormReturnType<ShopValues>; stored: Shop }

/** The settings as fields, in the parts in which they are thought of. */
export function ShopFields(props: Props) {
  return (
    <div className={classes.parts}>
      <Stack>
        <Identity {...props} />
        <Money {...props} />
      </Stack>
      <Stack>
        <Days {...props} />
        <Selling {...props} />
      </Stack>
    </div>
  )
}

function Identity({ form, stored }: Props) {
  const { t, locale } = useText()
  const countries = useMemo(() => countryChoices(locale, stored.country), [locale, stored.country])
  return (
    <Part title={t('settings.identity')}>
      <TextInput
        label={t('settings.name')}
        autoComplete="organization"
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <Textarea
        label={`${t('settings.address')} (${t('common.optional')})`}
        description={t('settings.addressHelp')}
        autoComplete="street-address"
        rows={3}
        key={form.key('address')}
        {...form.getInputProps('address')}
      />
      <SearchSelect
        label={`${t('settings.country')} (${t('common.optional')})`}
        description={t('settings.countryHelp')}
        clearable
        data={countries}
        key={form.key('country')}
        {...form.getInputProps('country')}
      />
    </Part>
  )
}

function Money({ form, stored }: Props) {
  const { t, format, language, locale } = useText()
  const currencies = useMemo(
    () => currencyChoices(locale, stored.currency),
    [locale, stored.currency],
  )
  const currency = form.useWatchValue('currency')
  const to = formatFor(language, { ...stored, currency })
  return (
    <Part title={t('settings.money')}>
      <SearchSelect
        label={t('settings.currency')}
        description={t('settings.currencyHelp')}
        allowDeselect={false}
        data={currencies}
        key={form.key('currency')}
        {...form.getInputProps('currency')}
      />
      {currency === stored.currency ? null : (
        <Alert role="status" color="yellow" variant="light">
          {t('settings.currencyWarning', { from: format.money(100), to: to.money(100) })}
        </Alert>
      )}
      <Checkbox
        label={t('settings.prices_include_tax')}
        description={t('settings.prices_include_taxHelp')}
        key={form.key('prices_include_tax')}
        {...form.getInputProps('prices_include_tax', { type: 'checkbox' })}
      />
    </Part>
  )
}

function Days({ form, stored }: Props) {
  const { t, locale } = useText()
  const country = form.useWatchValue('country')
  const time_zone = form.useWatchValue('time_zone')
  const zones = useMemo(
    () =>
      zoneChoices({
        locale,
        country,
        stored: stored.time_zone,
        now: new Date(),
        words: { ofCountry: t('settings.zonesOfCountry'), others: t('settings.zonesOthers') },
      }),
    [locale, country, stored.time_zone, t],
  )
  return (
    <Part title={t('settings.days')}>
      <SearchSelect
        label={t('settings.time_zone')}
        description={t('settings.time_zoneHelp')}
        allowDeselect={false}
        data={zones}
        key={form.key('time_zone')}
        {...form.getInputProps('time_zone')}
      />
      {time_zone === stored.time_zone ? null : (
        <Alert role="status" color="yellow" variant="light">
          {t('settings.zoneWarning')}
        </Alert>
      )}
      <Checkbox.Group
        label={t('settings.opening_days')}
        description={t('settings.opening_daysHelp')}
        key={form.key('opening_days')}
        {...form.getInputProps('opening_days')}
      >
        <Group gap="md" mt="xs" mb="xs">
          {weekdayChoices(locale, country).map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
    </Part>
  )
}

function Selling({ form }: Props) {
  const { t } = useText()
  return (
    <Part title={t('settings.selling')}>
      <NumberField
        label={t('settings.default_target')}
        description={t('settings.default_targetHelp')}
        suffix=" %"
        decimalScale={2}
        key={form.key('default_target')}
        {...form.getInputProps('default_target')}
      />
      <Select
        label={t('settings.short_stock')}
        description={t('settings.short_stockHelp')}
        data={[
          { value: 'refuse', label: t('settings.shortStock.refuse') },
          { value: 'correct', label: t('settings.shortStock.correct') },
        ]}
        key={form.key('short_stock')}
        {...form.getInputProps('short_stock')}
      />
      <TextInput
        label={`${t('settings.weight_code_layout')} (${t('common.optional')})`}
        description={t('settings.weight_code_layoutHelp')}
        placeholder="21IIIIIWWWWWC"
        autoComplete="off"
        spellCheck={false}
        key={form.key('weight_code_layout')}
        {...form.getInputProps('weight_code_layout')}
      />
      <Select
        label={t('settings.open_role')}
        description={t('settings.open_roleHelp')}
        data={[
          { value: 'user', label: t('roles.user') },
          { value: 'viewer', label: t('roles.viewer') },
        ]}
        key={form.key('open_role')}
        {...form.getInputProps('open_role')}
      />
    </Part>
  )
}
