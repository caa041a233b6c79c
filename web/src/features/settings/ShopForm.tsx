import { Alert } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ApiError } from '@/api/errors'
import { bodyErrors } from '@/shared/forms'
import { type Translate, useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import type { Shop } from '@/shared/shop/use-shop'
import { FormFoot } from '@/shared/ui/FormFoot'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useLeaveGuard } from '@/shared/ui/use-leave-guard'
import { ShopFields } from './ShopFields'
import {
  type Rebased,
  rebase,
  type ShopField,
  type ShopValues,
  settingsOf,
  shopFields,
  valuesOf,
} from './shop-values'
import { useSaveShop } from './use-save-shop'

/** Rules that a sentence about one value says better than one about its limits. */
function atFormFields(t: Translate, errors: Record<string, string>): Record<string, string> {
  return {
    ...errors,
    ...(errors.default_target ? { default_target: t('settings.default_targetLimits') } : {}),
    ...(errors.weight_code_layout ? { weight_code_layout: t('settings.layoutRule') } : {}),
  }
}

const isOutdated = (failure: unknown) => failure instanceof ApiError && failure.status === 412

/** The settings, to be changed. What somebody else saves meanwhile is taken in, not overwritten. */
export function ShopForm({ shop }: { shop: Shop }) {
  const { t } = useText()
  const save = useSaveShop()
  // What the form started from: the shop itself moves on when anybody saves.
  const [base, setBase] = useState(shop)
  const [both, setBoth] = useState<ShopField[] | null>(null)
  const form = useForm<ShopValues>({
    mode: 'uncontrolled',
    initialValues: valuesOf(shop),
    validate: (values) => atFormFields(t, bodyErrors(t, 'AuthShopPut', settingsOf(values))),
  })
  const changed = form.isDirty()
  const guard = useLeaveGuard(changed)
  const saveButton = useRef<HTMLButtonElement>(null)

  /** What is stored is what changes count from; what was typed meanwhile stays. */
  function adopt(stored: Shop): Rebased {
    const rebased = rebase(base, form.getValues(), stored)
    setBase(stored)
    form.setInitialValues(valuesOf(stored))
    form.setValues(rebased.values)
    return rebased
  }

  const follow = useEffectEvent((stored: Shop) => {
    if (stored.version === base.version) return
    const { mine, both } = adopt(stored)
    setBoth(mine.length > 0 ? both : null)
    if (isOutdated(save.error)) save.reset()
  })
  useEffect(() => follow(shop), [shop])

  function submit(values: ShopValues) {
    if (save.isPending) return
    save.mutate(
      { version: base.version, body: settingsOf(values) },
      {
        onSuccess: (saved) => {
          adopt(saved)
          setBoth(null)
          notifySuccess(t('settings.saved'))
        },
        onError: (failure) => form.setErrors(atFormFields(t, fieldErrors(t, failure, shopFields))),
      },
    )
  }

  function discard() {
    form.reset()
    save.reset()
    setBoth(null)
    // Its own button goes away.
    saveButton.current?.focus()
  }

  return (
    <>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        {both ? (
          <Alert role="alert" color="yellow" variant="light" mb="md">
            {t('settings.rebased')}
            {both.length > 0
              ? ` ${t('settings.both', { fields: both.map((field) => t(`settings.${field}`)).join(', ') })}`
              : ''}
          </Alert>
        ) : null}
        <ShopFields form={form} stored={base} />
        <FormFoot
          changed={changed}
          pending={save.isPending}
          onDiscard={discard}
          saveRef={saveButton}
        >
          <ProblemAlert failure={save.error} fields={shopFields} />
        </FormFoot>
      </form>
      {/* A form of its own, so not within this one. */}
      {guard}
    </>
  )
}
