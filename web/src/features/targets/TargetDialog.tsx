import { SegmentedControl, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { type Translate, useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { useShop } from '@/shared/shop/use-shop'
import { CategoryInput } from '@/shared/ui/CategoryInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { NumberField, type NumberFieldProps } from '@/shared/ui/NumberField'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import { useSetTarget } from './queries'
import {
  fieldsOf,
  type Scope,
  scopes,
  type Target,
  type TargetValues,
  targetBody,
  valuesOf,
  type Way,
  ways,
} from './target'

type Props = {
  /** The one to be changed; null: a new one. */
  target: Target | null
  /** Of what it is, as people call it. */
  name: string
  onClose: () => void
}

/** What advice aims at: of the shop, of a class or of a product. */
export function TargetDialog({ target, name, onClose }: Props) {
  const { t } = useText()
  return (
    <Dialog
      opened
      onClose={onClose}
      title={target ? t('targets.editOf', { name }) : t('targets.new')}
    >
      <TargetForm target={target} name={name} onClose={onClose} />
    </Dialog>
  )
}

const fields = ['category', 'product', ...ways.flatMap((way) => [...fieldsOf[way]])] as const

/** What a body lacks, or has too much of, said at the fields that it comes from. */
function errorsOf(t: Translate, values: TargetValues): Record<string, string> {
  const missing = fieldsOf[values.way].filter((field) => values[field] === '')
  const rules = bodyErrors(t, 'ForecastPutTargetBody', targetBody(values))
  const found: Record<string, string> = Object.fromEntries([
    ...Object.entries(rules).map(([path, text]) => [path.replace(/^target\./, ''), text]),
    ...missing.map((field) => [field, t('fields.required')]),
  ])
  if (values.scope === 'category' && values.category.trim() === '')
    found.category = t('fields.required')
  if (values.scope === 'product' && !values.product) found.product = t('fields.required')
  const level = Number(values.service_level)
  if (values.way === 'service_level' && !(level > 0 && level < 100))
    found.service_level = t('settings.default_targetLimits')
  const free = Number(values.shortage_cost) === 0 && Number(values.holding_cost_per_day) === 0
  if (values.way === 'costs' && free) found.shortage_cost ??= t('targets.oneCosts')
  return found
}

function TargetForm({ target, name, onClose }: Props) {
  const { t } = useText()
  const { default_target } = useShop()
  const set = useSetTarget()
  const form = useForm<TargetValues>({
    initialValues: valuesOf(target, default_target, name),
    validate: (values) => errorsOf(t, values),
  })
  const { scope, way, product } = form.values

  function save(values: TargetValues) {
    const of =
      scope === 'shop'
        ? t('targets.wholeShop')
        : scope === 'category'
          ? values.category.trim()
          : (product?.name ?? '')
    set.mutate(targetBody(values), {
      onSuccess: () => {
        notifySuccess(t('targets.saved', { name: of }))
        onClose()
      },
      onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
    })
  }

  return (
    <DialogForm
      onSubmit={form.onSubmit(save)}
      action={t('common.save')}
      pending={set.isPending}
      failure={set.error}
      fields={fields}
      onClose={onClose}
    >
      {target ? null : (
        <Select
          label={t('targets.scope')}
          value={scope}
          onChange={(value) => form.setFieldValue('scope', value as Scope)}
          data={scopes.map((value) => ({ value, label: t(`targets.scopes.${value}`) }))}
        />
      )}
      {scope === 'category' && !target ? (
        <CategoryInput label={t('targets.category')} {...form.getInputProps('category')} />
      ) : null}
      {scope === 'product' && !target ? (
        <ProductPicker
          label={t('picker.label')}
          value={product}
          error={form.errors.product}
          onPick={(picked) =>
            form.setFieldValue('product', picked && { id: picked.id, name: picked.name })
          }
        />
      ) : null}
      <SegmentedControl
        aria-label={t('targets.way')}
        value={way}
        onChange={(value) => form.setFieldValue('way', value as Way)}
        data={ways.map((value) => ({ value, label: t(`targets.ways.${value}`) }))}
      />
      <Text size="sm" c="dimmed">
        {t(`targets.explained.${way}`)}
      </Text>
      {fieldsOf[way].map((field) => (
        <AimField key={field} field={field} {...form.getInputProps(field)} />
      ))}
    </DialogForm>
  )
}

type AimFieldProps = NumberFieldProps & { field: (typeof fieldsOf)[Way][number] }

/** Shares are typed in percent, money as money. */
function AimField({ field, ...props }: AimFieldProps) {
  const { t } = useText()
  const label = t(`targets.${field}`)
  if (field === 'shortage_cost') return <MoneyInput label={label} {...props} />
  if (field === 'holding_cost_per_day' || field === 'space_cost_per_day')
    return <MoneyInput label={label} decimalScale={4} {...props} />
  return (
    <NumberField
      label={label}
      min={0}
      decimalScale={2}
      suffix={field === 'margin_factor' ? ' ×' : ' %'}
      {...props}
    />
  )
}
