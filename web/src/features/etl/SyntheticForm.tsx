import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { fieldErrors } from '@/shared/problem'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { useSayBegun, useStartSynthetic } from './jobs'
import { CountInputs, StartPanel } from './StartPanel'

const fields = ['products', 'days', 'seed'] as const
const profiles = ['grocery', 'fashion', 'spare_parts', 'ice_cream', 'stationery'] as const
type Values = Record<(typeof fields)[number], number | string> & {
  profile: (typeof profiles)[number]
}

const body = ({ products, days, seed, profile }: Values) => ({
  profile,
  products: numberOf(products) as number,
  days: numberOf(days) as number,
  seed: numberOf(seed) as number,
})

export function SyntheticForm() {
  const { t } = useText()
  const start = useStartSynthetic()
  const sayBegun = useSayBegun()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { profile: 'grocery', products: 20, days: 730, seed: 1 },
    validate: (values) => bodyErrors(t, 'EtlSyntheticIn', body(values)),
  })
  return (
    <StartPanel source="synthetic">
      <form
        noValidate
        onSubmit={form.onSubmit((values) =>
          start.mutate(body(values), {
            onSuccess: ({ data }) => sayBegun(data, t('data.started')),
            onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
          }),
        )}
      >
        <Stack gap="sm">
          <NativeSelect
            key={form.key('profile')}
            label={t('data.profile')}
            data={profiles.map((value) => ({ value, label: t(`data.profiles.${value}`) }))}
            {...form.getInputProps('profile')}
          />
          <CountInputs form={form} fields={fields} />
          <ProblemAlert failure={start.error} fields={fields} />
          <Group>
            <Button type="submit" variant="light" loading={start.isPending}>
              {t('data.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </StartPanel>
  )
}
