import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { fieldErrors } from '@/shared/problem'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { emitterQuery, isOver, useStartEmitter, useStopEmitter } from './jobs'
import { CountInputs, StartPanel } from './StartPanel'

const fields = ['rate', 'minutes'] as const
type Values = Record<(typeof fields)[number], number | string>

const body = ({ rate, minutes }: Values) => ({
  rate: numberOf(rate) as number,
  minutes: numberOf(minutes) as number,
})

/** Sales as they would come from a till, until they are stopped or their time is over. */
export function EmitterForm() {
  const { t } = useText()
  const start = useStartEmitter()
  const stop = useStopEmitter()
  const emitter = useQuery(emitterQuery)
  const running = emitter.data && !isOver(emitter.data)
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { rate: 60, minutes: 60 },
    validate: (values) => bodyErrors(t, 'EtlEmitterIn', body(values)),
  })
  return (
    <StartPanel source="emitter">
      <form
        noValidate
        onSubmit={form.onSubmit((values) =>
          start.mutate(body(values), {
            onSuccess: () => notifySuccess(t('data.emitting')),
            onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
          }),
        )}
      >
        <Stack gap="sm">
          <CountInputs form={form} fields={fields} />
          <ProblemAlert failure={start.error ?? stop.error} fields={fields} />
          <Group>
            {running ? (
              <Button
                variant="default"
                loading={stop.isPending}
                onClick={() =>
                  stop.mutate(undefined, {
                    onSuccess: () => notifySuccess(t('data.emitterStopped')),
                  })
                }
              >
                {t('data.stop')}
              </Button>
            ) : (
              <Button type="submit" variant="light" loading={start.isPending}>
                {t('data.startEmitter')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </StartPanel>
  )
}
