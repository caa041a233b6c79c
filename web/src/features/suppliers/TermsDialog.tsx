import { ActionIcon, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { COST_DECIMALS } from '@/shared/format'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { useKeepValues } from '@/shared/kept-values'
import { pathErrors } from '@/shared/problem'
import { useProductNames } from '@/shared/product-names'
import type { Counted } from '@/shared/quantity'
import type { Supplier } from '@/shared/suppliers'
import { useTerms } from '@/shared/terms'
import { ChangedMeanwhile, isOutdated } from '@/shared/ui/ChangedMeanwhile'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import classes from '@/shared/ui/FormPage.module.css'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { NumberField } from '@/shared/ui/NumberField'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { notifySuccess } from '@/shared/ui/toast'
import { useUnusual } from '@/shared/ui/use-unusual'
import { isUnusual } from '@/shared/unusual'
import { useStored } from '@/shared/use-stored'
import { useSetTerms } from './mutations'
import {
  type Edited,
  isWholeCases,
  newTerms,
  ofTheItem,
  type TermsValues,
  termsBody,
  termsFields,
  valuesOfTerms,
} from './terms-values'

export type KeptTerms = { edited: Edited; values: TermsValues }

type Props = {
  supplier: Supplier
  edited: Edited
  /** What was typed before the session ended. */
  kept: TermsValues | undefined
  onClose: () => void
}

/** At which terms a supplier sells a product: cost, price breaks, how much at least and by how many. */
export function TermsDialog({ supplier, edited, kept, onClose }: Props) {
  const { t, format } = useText()
  const { unlessUnusual, question } = useUnusual()
  const save = useSetTerms(supplier.id)
  const { product, terms } = edited
  const known = useProductNames([product.id]).get(product.id)
  const form = useForm<TermsValues>({
    initialValues: kept ?? (terms ? valuesOfTerms(terms) : newTerms),
    validate: (values) => ({
      ...(isWholeCases(values) ? {} : { order_multiple: t('errors.not_whole_cases') }),
      ...bodyErrors(t, 'ProductsTermsIn', termsBody(edited, values)),
    }),
  })
  const now = useTerms(supplier.id, [product.id]).get(product.id)
  const { base } = useStored(form, terms && now ? now : terms, valuesOfTerms)
  const current = { product, terms: base }
  useKeepValues(`terms/${supplier.id}`, () => ({ edited, values: form.getValues() }))

  function unusualOf({ unit_cost }: TermsValues): string[] {
    const usual = base?.unit_cost
    if (usual === undefined || !isUnusual(unit_cost, usual)) return []
    const amount = (cost: number) => format.cost(cost, supplier.currency)
    return [
      t('unusual.amount', {
        name: product.name,
        label: t('terms.unit_cost'),
        now: amount(Number(unit_cost)),
        usual: amount(usual),
      }),
    ]
  }

  function submit(values: TermsValues) {
    save.mutate(termsBody(current, values), {
      onSuccess: () => {
        notifySuccess(t('terms.saved', { name: product.name }))
        onClose()
      },
      onError: (failure) => form.setErrors(ofTheItem(pathErrors(t, failure))),
    })
  }

  return (
    <Dialog opened onClose={onClose} title={product.name} closeOnClickOutside={false}>
      <DialogForm
        onSubmit={form.onSubmit((values) => unlessUnusual(unusualOf(values), () => submit(values)))}
        action={t('common.save')}
        pending={save.isPending}
        failure={isOutdated(save.error) ? null : save.error}
        fields={termsFields}
        onClose={onClose}
      >
        <ChangedMeanwhile failure={save.error} name={() => undefined} />
        <Group grow align="flex-start">
          <MoneyInput
            label={t('terms.unit_cost')}
            currency={supplier.currency}
            decimalScale={COST_DECIMALS}
            data-autofocus
            {...form.getInputProps('unit_cost')}
          />
          <TextInput label={t('terms.sku')} autoComplete="off" {...form.getInputProps('sku')} />
        </Group>
        <Breaks form={form} product={known} currency={supplier.currency} />
        <QuantityInput
          product={known}
          label={`${t('terms.units_per_case')} (${t('common.optional')})`}
          description={t('terms.units_per_caseHelp')}
          {...form.getInputProps('units_per_case')}
        />
        <Group grow align="flex-start">
          <QuantityInput
            product={known}
            label={t('terms.order_multiple')}
            {...form.getInputProps('order_multiple')}
          />
          <QuantityInput
            product={known}
            label={t('terms.minimum_quantity')}
            min={0}
            {...form.getInputProps('minimum_quantity')}
          />
        </Group>
        <NumberField
          label={t('terms.lead_time_days')}
          description={
            supplier.lead_time_days === null
              ? undefined
              : t('terms.usually', { count: supplier.lead_time_days })
          }
          min={0}
          allowDecimal={false}
          {...form.getInputProps('lead_time_days')}
        />
        <Checkbox
          label={t('terms.preferred')}
          {...form.getInputProps('preferred', { type: 'checkbox' })}
        />
      </DialogForm>
      {question}
    </Dialog>
  )
}

type BreaksProps = {
  form: UseFormReturnType<TermsValues>
  product: Counted | undefined
  currency: string
}

/** From so many on, a unit costs less. */
function Breaks({ form, product, currency }: BreaksProps) {
  const { t } = useText()
  return (
    <fieldset className={classes.group}>
      <Text component="legend" size="sm" fw={600}>
        {t('terms.price_breaks')}
      </Text>
      <Stack gap="xs">
        {form.values.price_breaks.map((_, n) => (
          // Steps have nothing but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Group key={n} gap="xs" align="flex-start" wrap="nowrap">
            <QuantityInput
              product={product}
              aria-label={t('terms.breakFrom', { n: n + 1 })}
              placeholder={t('terms.from_quantity')}
              style={{ flex: 1 }}
              {...form.getInputProps(`price_breaks.${n}.from_quantity`)}
            />
            <MoneyInput
              currency={currency}
              decimalScale={COST_DECIMALS}
              aria-label={t('terms.breakCost', { n: n + 1 })}
              placeholder={t('terms.unit_cost')}
              style={{ flex: 1 }}
              {...form.getInputProps(`price_breaks.${n}.unit_cost`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('terms.breakRemove', { n: n + 1 })}
              onClick={() => form.removeListItem('price_breaks', n)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {form.errors.price_breaks ? (
          <Text size="xs" c="var(--mantine-color-error)">
            {form.errors.price_breaks}
          </Text>
        ) : null}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() =>
              form.insertListItem('price_breaks', { from_quantity: '', unit_cost: '' })
            }
          >
            {t('terms.breakAdd')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  )
}
