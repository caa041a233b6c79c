import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemAlert } from './ProblemAlert'

type Props<Found> = {
  found: UseQueryResult<Found>
  /** The way back to the list. */
  back: ReactNode
  children: (found: Found) => ReactNode
}

/** One thing of a list, once it has been read. */
export function DetailPage<Found>({ found, back, children }: Props<Found>) {
  if (found.isError) {
    return (
      <>
        {back}
        <ProblemAlert failure={found.error} onRetry={() => void found.refetch()} />
      </>
    )
  }
  return (
    <>
      {back}
      {found.data === undefined ? <Skeleton height={320} /> : children(found.data)}
    </>
  )
}
