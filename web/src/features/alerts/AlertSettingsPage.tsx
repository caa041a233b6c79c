import { Skeleton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ForecastAlertSettings } from '@/api/gen/types.gen'
import { bodyErrors } from '@/shared/forms'
import { type Translate, useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { FormFoot } from '@/shared/ui/FormFoot'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { notifySuccess } from '@/shared/ui/toast'
import { useLeaveGuard } from '@/shared/ui/use-leave-guard'
import { AlertFields } from './AlertFields'
import { alertSettingsQuery, useSaveAlertSettings } from './queries'
import { type SettingsValues, settingsFields, settingsOf, valuesOf } from './settings-values'

/** From where on something is worth an alert, and when people are told. */
export function AlertSettingsPage() {
  const { t } = useText()
  const settings = useQuery(alertSettingsQuery)
  return (
    <>
      <PageHeader title={t('alerts.settings')} subtitle={t('alerts.settingsText')} />
      <SettingsTabs />
      {settings.isError ? (
        <ProblemAlert failure={settings.error} onRetry={() => void settings.refetch()} />
      ) : settings.data ? (
        <SettingsForm stored={settings.data.settings} etag={settings.data.etag} />
      ) : (
        <Skeleton height={560} />
      )}
    </>
  )
}

function errorsOf(t: Translate, values: SettingsValues): Record<string, string> {
  const found = bodyErrors(t, 'ForecastAlertSettings', settingsOf(values))
  const address = Object.keys(found).find((path) => path.startsWith('mail_to.'))
  return {
    ...found,
    ...(address ? { mail_to: t('fields.email') } : {}),
    ...(found.run_out_chance ? { run_out_chance: t('alerts.chanceLimits') } : {}),
    ...(values.quiet_from && !values.quiet_to ? { quiet_to: t('fields.required') } : {}),
    ...(values.quiet_to && !values.quiet_from ? { quiet_from: t('fields.required') } : {}),
  }
}

type FormProps = { stored: ForecastAlertSettings; etag: string | null }

function SettingsForm({ stored, etag }: FormProps) {
  const { t } = useText()
  const save = useSaveAlertSettings()
  const form = useForm<SettingsValues>({
    mode: 'uncontrolled',
    initialValues: valuesOf(stored),
    validate: (values) => errorsOf(t, values),
  })
  const changed = form.isDirty()
  const guard = useLeaveGuard(changed)
  const saveButton = useRef<HTMLButtonElement>(null)

  function submit(values: SettingsValues) {
    if (save.isPending) return
    save.mutate(
      { body: settingsOf(values), etag },
      {
        onSuccess: ({ settings: saved }) => {
          form.setInitialValues(valuesOf(saved))
          form.setValues(valuesOf(saved))
          notifySuccess(t('settings.saved'))
        },
        onError: (failure) => form.setErrors(fieldErrors(t, failure, settingsFields)),
      },
    )
  }

  function discard() {
    form.reset()
    save.reset()
    // Its own button goes away.
    saveButton.current?.focus()
  }

  return (
    <>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <AlertFields form={form} />
        <FormFoot
          changed={changed}
          pending={save.isPending}
          onDiscard={discard}
          saveRef={saveButton}
        >
          <ProblemAlert failure={save.error} fields={settingsFields} />
        </FormFoot>
      </form>
      {/* A form of its own, so not within this one. */}
      {guard}
    </>
  )
}
