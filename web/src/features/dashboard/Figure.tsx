import { Skeleton, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import classes from './Dashboard.module.css'

type Props = {
  title: string
  /** What it is read from: one that is away is named here, and nowhere else. */
  from: readonly UseQueryResult<unknown>[]
  /** The figure, then what it is of; each opens its list. */
  value: ReactNode
  note: ReactNode
}

/** One figure of the day, as the way to its list. */
export function Figure({ title, from, value, note }: Props) {
  const { t } = useText()
  const failed = from.find(({ isError }) => isError)
  return (
    <section className={classes.figure} aria-label={title}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      {failed ? (
        <Text size="sm" role="alert">
          {problemText(t, failed.error)}
        </Text>
      ) : from.some(({ isPending }) => isPending) ? (
        <Skeleton height={28} mt={8} width="60%" />
      ) : (
        <>
          <Text fz={{ base: 20, sm: 24 }} fw={680} lh={1.3} className={classes.value}>
            {value}
          </Text>
          <Text size="sm" c="dimmed" component="div" className={classes.note}>
            {note}
          </Text>
        </>
      )}
    </section>
  )
}
