import { Group, Text, Title } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { NumberField } from '@/shared/ui/NumberField'
import classes from './DataPage.module.css'

type Source = 'upload' | 'synthetic' | 'emitter'

/** One of the ways in which sales come: what it is, and the form that starts it. */
export function StartPanel({ source, children }: { source: Source; children: ReactNode }) {
  const { t } = useText()
  return (
    <section className={`panel ${classes.card}`} aria-labelledby={source}>
      <Title order={2} id={source} fz={18}>
        {t(`data.${source}`)}
      </Title>
      <Text c="dimmed">{t(`data.${source}Text`)}</Text>
      {children}
    </section>
  )
}

type Count = 'products' | 'days' | 'seed' | 'rate' | 'minutes'

/** Whole numbers side by side. */
export function CountInputs<Values>({
  form,
  fields,
}: {
  form: UseFormReturnType<Values>
  fields: readonly (Count & keyof Values)[]
}) {
  const { t } = useText()
  return (
    <Group grow align="flex-start" gap="sm">
      {fields.map((field) => {
        const name: Count = field
        return (
          <NumberField
            key={form.key(field)}
            label={t(`data.${name}`)}
            allowDecimal={false}
            allowNegative={false}
            {...form.getInputProps(field)}
          />
        )
      })}
    </Group>
  )
}
