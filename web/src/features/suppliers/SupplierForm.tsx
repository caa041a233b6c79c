import { useForm } from '@mantine/form'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { bodyErrors } from '@/shared/forms'
import { i18n, useText } from '@/shared/i18n'
import { useKeepValues, useKeptValues } from '@/shared/kept-values'
import { pathErrors } from '@/shared/problem'
import { useShop } from '@/shared/shop/use-shop'
import type { Supplier } from '@/shared/suppliers'
import { ChangedMeanwhile, isOutdated } from '@/shared/ui/ChangedMeanwhile'
import { FormFoot } from '@/shared/ui/FormFoot'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useLeaveGuard } from '@/shared/ui/use-leave-guard'
import { useStored } from '@/shared/use-stored'
import { useSaveSupplier } from './mutations'
import { SupplierFields } from './SupplierFields'
import {
  bodyOf,
  newSupplier,
  type SupplierValues,
  supplierFields,
  valuesOf,
} from './supplier-values'

type Props = { supplier: Supplier | null; onSaved?: (supplier: Supplier) => void }

/** A supplier, new or to be changed. What somebody else saves meanwhile is taken in. */
export function SupplierForm({ supplier, onSaved }: Props) {
  const { t, language } = useText()
  const { currency } = useShop()
  const name = `supplier/${supplier?.id ?? 'new'}`
  const kept = useKeptValues<SupplierValues>(name)
  const save = useSaveSupplier()
  const [start] = useState(() =>
    supplier ? valuesOf(supplier, currency) : newSupplier(currency, language),
  )
  const form = useForm<SupplierValues>({
    initialValues: start,
    validate: (values) => ({
      ...bodyErrors(t, 'ProductsSupplierIn', bodyOf(values, currency)),
      ...(values.currency !== currency && values.rate === ''
        ? { rate: t('errors.rate_needed') }
        : {}),
    }),
  })
  const { base, adopt } = useStored(form, supplier, (stored) => valuesOf(stored, currency))
  const restore = useEffectEvent(() => kept && form.setValues(kept))
  useEffect(() => void restore(), [])
  const changed = form.isDirty()
  const [done, setDone] = useState(false)
  const guard = useLeaveGuard(changed && !done)
  useKeepValues(name, () => (form.isDirty() ? form.getValues() : undefined))
  const saveButton = useRef<HTMLButtonElement>(null)

  function submit(values: SupplierValues) {
    if (save.isPending) return
    save.mutate(
      { body: bodyOf(values, currency), known: base },
      {
        onSuccess: (saved) => {
          adopt(saved)
          notifySuccess(t('suppliers.saved', { name: saved.name }))
          setDone(!supplier)
          onSaved?.(saved)
        },
        onError: (failure) => form.setErrors(pathErrors(t, failure)),
      },
    )
  }

  return (
    <>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <SupplierFields form={form} />
        <FormFoot
          changed={changed}
          pending={save.isPending}
          onDiscard={() => {
            form.reset()
            save.reset()
            // Its own button goes away.
            saveButton.current?.focus()
          }}
          saveRef={saveButton}
          {...(supplier ? {} : { state: ' ' })}
        >
          <ChangedMeanwhile
            failure={save.error}
            name={(field) =>
              i18n.exists(`suppliers.${field}`)
                ? t(`suppliers.${field}` as 'suppliers.name', { currency: '' })
                : undefined
            }
          />
          {isOutdated(save.error) ? null : (
            <ProblemAlert failure={save.error} fields={supplierFields} />
          )}
        </FormFoot>
      </form>
      {guard}
    </>
  )
}
