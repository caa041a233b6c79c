import { Button, Group, NativeSelect, NumberInput, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { zEtlSyntheticIn } from '@/api/gen/zod.gen'
import { bodyErrors, numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { said } from '@/shared/ui/toast'
import classes from './DataPage.module.css'
import { useStartSynthetic } from './jobs'

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
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { profile: 'grocery', products: 20, days: 730, seed: 1 },
    validate: (values) => bodyErrors(t, zEtlSyntheticIn, body(values)),
  })
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="synthetic">
      <Title order={2} id="synthetic" fz={18}>
        {t('data.synthetic')}
      </Title>
      <Text c="dimmed">{t('data.syntheticText')}</Text>
      <form
        noValidate
        onSubmit={form.onSubmit((values) =>
          start.mutate(body(values), {
            onSuccess: () => said(t('data.started')),
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
          <Group grow align="flex-start" gap="sm">
            {fields.map((field) => (
              <NumberInput
                key={form.key(field)}
                label={t(`data.${field}`)}
                allowDecimal={false}
                allowNegative={false}
                inputMode="numeric"
                hideControls
                {...form.getInputProps(field)}
              />
            ))}
          </Group>
          <ProblemAlert failure={start.error} fields={fields} />
          <Group>
            <Button type="submit" variant="light" loading={start.isPending}>
              {t('data.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  )
}
