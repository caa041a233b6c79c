import { Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useText } from '@/shared/i18n'
import classes from '@/shared/ui/FormPage.module.css'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { NumberField, type NumberFieldProps } from '@/shared/ui/NumberField'
import { Part } from '@/shared/ui/Part'
import { Select } from '@/shared/ui/Select'
import { Addresses } from './Addresses'
import { kinds } from './search'
import type { SettingsValues, Threshold } from './settings-values'

type Props = { form: UseFormReturnType<SettingsValues> }

/** The settings as fields: what is told of, from where on, and when. */
export function AlertFields({ form }: Props) {
  return (
    <div className={classes.parts}>
      <Stack>
        <Kinds form={form} />
        <Times form={form} />
      </Stack>
      <Thresholds form={form} />
    </div>
  )
}

function Kinds({ form }: Props) {
  const { t } = useText()
  return (
    <Part title={t('alerts.told')}>
      <Checkbox.Group label={t('alerts.on')} key={form.key('on')} {...form.getInputProps('on')}>
        <Stack gap="xs" mt="xs">
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`alerts.kinds.${kind}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Part>
  )
}

function Thresholds({ form }: Props) {
  const { t } = useText()
  const decimal: NumberFieldProps = {}
  const whole: NumberFieldProps = { allowDecimal: false }
  const at = (name: Threshold) => ({
    label: t(`alerts.fields.${name}`),
    ...form.getInputProps(name),
  })
  return (
    <Part title={t('alerts.fromWhere')}>
      <NumberField
        {...decimal}
        suffix=" %"
        decimalScale={2}
        key={form.key('run_out_chance')}
        {...at('run_out_chance')}
      />
      <NumberField
        {...decimal}
        description={t('alerts.deviationHelp')}
        decimalScale={2}
        key={form.key('demand_deviation')}
        {...at('demand_deviation')}
      />
      <NumberField {...whole} key={form.key('late_days')} {...at('late_days')} />
      <MoneyInput key={form.key('dead_value')} {...at('dead_value')} />
      <MoneyInput key={form.key('overstock_value')} {...at('overstock_value')} />
      <NumberField {...whole} key={form.key('expiry_days')} {...at('expiry_days')} />
      <NumberField
        {...decimal}
        decimalScale={3}
        key={form.key('expiry_units')}
        {...at('expiry_units')}
      />
    </Part>
  )
}

function Times({ form }: Props) {
  const { t } = useText()
  return (
    <>
      <Part title={t('alerts.quiet')}>
        <Group grow align="flex-start">
          <TextInput
            type="time"
            label={t('alerts.quietFrom')}
            key={form.key('quiet_from')}
            {...form.getInputProps('quiet_from')}
          />
          <TextInput
            type="time"
            label={t('alerts.quietTo')}
            key={form.key('quiet_to')}
            {...form.getInputProps('quiet_to')}
          />
        </Group>
        <Text size="sm" c="dimmed">
          {t('alerts.quietHelp')}
        </Text>
      </Part>
      <Part title={t('alerts.mail')}>
        <Addresses
          label={t('alerts.mailTo')}
          description={t('alerts.mailHelp')}
          key={form.key('mail_to')}
          {...form.getInputProps('mail_to')}
        />
        <Group grow align="flex-start">
          <TextInput
            type="time"
            label={t('alerts.mailAt')}
            key={form.key('mail_at')}
            {...form.getInputProps('mail_at')}
          />
          <Select
            label={t('alerts.mailLanguage')}
            data={[
              { value: 'en', label: 'English' },
              { value: 'fr', label: 'Français' },
            ]}
            key={form.key('mail_language')}
            {...form.getInputProps('mail_language')}
          />
        </Group>
      </Part>
    </>
  )
}
