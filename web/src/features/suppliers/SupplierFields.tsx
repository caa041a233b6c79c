import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useMemo } from 'react'
import { countryChoices, currencyChoices, weekdayChoices } from '@/shared/choices'
import { useText } from '@/shared/i18n'
import { useShop } from '@/shared/shop/use-shop'
import { DayInput } from '@/shared/ui/DayInput'
import classes from '@/shared/ui/FormPage.module.css'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { NumberField } from '@/shared/ui/NumberField'
import { Part } from '@/shared/ui/Part'
import { SearchSelect } from '@/shared/ui/SearchSelect'
import type { SupplierValues } from './supplier-values'

type Props = { form: UseFormReturnType<SupplierValues> }

/** A supplier as fields, in the parts in which they are thought of. */
export function SupplierFields(props: Props) {
  return (
    <div className={classes.parts}>
      <Stack>
        <Contact {...props} />
        <Money {...props} />
      </Stack>
      <Stack>
        <Ordering {...props} />
        <Paper {...props} />
      </Stack>
    </div>
  )
}

function Contact({ form }: Props) {
  const { t, locale } = useText()
  const countries = useMemo(() => countryChoices(locale, null), [locale])
  return (
    <Part title={t('suppliers.contact')}>
      <TextInput label={t('suppliers.name')} autoComplete="off" {...form.getInputProps('name')} />
      <Group grow align="flex-start">
        <TextInput
          label={t('suppliers.email')}
          type="email"
          autoComplete="off"
          {...form.getInputProps('email')}
        />
        <TextInput
          label={t('suppliers.phone')}
          type="tel"
          autoComplete="off"
          {...form.getInputProps('phone')}
        />
      </Group>
      <Textarea
        label={t('suppliers.address')}
        rows={3}
        autoComplete="off"
        {...form.getInputProps('address')}
      />
      <SearchSelect
        label={t('suppliers.country')}
        clearable
        data={countries}
        {...form.getInputProps('country')}
      />
      <Textarea label={t('suppliers.note')} rows={2} {...form.getInputProps('note')} />
    </Part>
  )
}

function Money({ form }: Props) {
  const { t, locale } = useText()
  const shop = useShop()
  const { currency } = form.values
  const currencies = useMemo(() => currencyChoices(locale, shop.currency), [locale, shop])
  return (
    <Part title={t('suppliers.money')}>
      <Group grow align="flex-start">
        <SearchSelect
          label={t('suppliers.currency')}
          allowDeselect={false}
          data={currencies}
          {...form.getInputProps('currency')}
        />
        {currency === shop.currency ? null : (
          <NumberField
            label={t('suppliers.rate', { currency })}
            description={t('suppliers.rateHelp', { currency: shop.currency })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            decimalScale={6}
            {...form.getInputProps('rate')}
          />
        )}
      </Group>
      <Group grow align="flex-start">
        <MoneyInput
          currency={currency}
          label={t('suppliers.minimum_order_value')}
          {...form.getInputProps('minimum_order_value')}
        />
        <MoneyInput
          currency={currency}
          label={t('suppliers.carriage_free_from')}
          {...form.getInputProps('carriage_free_from')}
        />
      </Group>
    </Part>
  )
}

function Ordering({ form }: Props) {
  const { t, locale } = useText()
  const { country } = useShop()
  return (
    <Part title={t('suppliers.ordering')}>
      <Checkbox.Group
        label={t('suppliers.order_days')}
        description={t('suppliers.order_daysHelp')}
        {...form.getInputProps('order_days')}
      >
        <Group gap="md" mt="xs">
          {weekdayChoices(locale, country).map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
      <Group grow align="flex-start">
        <NumberField
          label={t('suppliers.lead_time_days')}
          description={t('suppliers.lead_time_daysHelp')}
          min={0}
          allowDecimal={false}
          {...form.getInputProps('lead_time_days')}
        />
        <NumberField
          label={t('suppliers.review_days')}
          description={t('suppliers.review_daysHelp')}
          min={1}
          allowDecimal={false}
          {...form.getInputProps('review_days')}
        />
      </Group>
      <ClosedPeriods form={form} />
    </Part>
  )
}

/** Holidays of the supplier: days on which it neither takes orders nor delivers. */
function ClosedPeriods({ form }: Props) {
  const { t } = useText()
  const { closed } = form.values
  return (
    <fieldset className={classes.group}>
      <Text component="legend" size="sm" fw={600}>
        {t('suppliers.closed')}
      </Text>
      <Stack gap="xs">
        {closed.map((_, n) => (
          // Periods have nothing but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Group key={n} gap="xs" align="flex-end" wrap="nowrap">
            <DayInput
              label={t('suppliers.closedFrom')}
              style={{ flex: 1 }}
              {...form.getInputProps(`closed.${n}.from`)}
            />
            <DayInput
              label={t('suppliers.closedTo')}
              style={{ flex: 1 }}
              {...form.getInputProps(`closed.${n}.to`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('suppliers.closedRemove', { n: n + 1 })}
              onClick={() => form.removeListItem('closed', n)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => form.insertListItem('closed', { from: '', to: '' })}
          >
            {t('suppliers.closedAdd')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  )
}

function Paper({ form }: Props) {
  const { t } = useText()
  return (
    <Part title={t('suppliers.documents')}>
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t('suppliers.language')}
        </Text>
        <SegmentedControl
          aria-label={t('suppliers.language')}
          data={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          {...form.getInputProps('language')}
        />
      </div>
      <TextInput
        label={t('suppliers.account_number')}
        description={t('suppliers.account_numberHelp')}
        autoComplete="off"
        {...form.getInputProps('account_number')}
      />
      <TextInput
        label={t('suppliers.electronic_address')}
        description={t('suppliers.electronic_addressHelp')}
        placeholder="0088:3400000000007"
        autoComplete="off"
        {...form.getInputProps('electronic_address')}
      />
    </Part>
  )
}
