import { Stack, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './FormPage.module.css'

type Props = { title: string; children: ReactNode }

/** Settings that belong together, under their heading. */
export function Part({ title, children }: Props) {
  const id = useId()
  return (
    <section className={`panel ${classes.part}`} aria-labelledby={id}>
      <Title order={2} id={id} fz={18} mb="md">
        {title}
      </Title>
      <Stack>{children}</Stack>
    </section>
  )
}
