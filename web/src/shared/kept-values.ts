import { useEffect, useEffectEvent, useState } from 'react'
import { onSessionEnd } from '@/api/session'
import { useUser } from './user'

/**
 * What somebody was typing when their session ended, by the form's name. It waits in this page's
 * memory for the same person, and nobody else gets to see it.
 */
const kept = new Map<string, { user: number; values: unknown }>()

/** Does a form wait in memory for whom it belongs to? */
export const isKept = () => kept.size > 0

/** What the form held when the session ended under it; undefined when nothing was typed. */
export function useKeptValues<Values>(form: string): Values | undefined {
  const { user } = useUser()
  const [values] = useState(() => {
    const found = kept.get(form)
    return found && found.user === user?.id ? (found.values as Values) : undefined
  })
  useEffect(() => {
    kept.delete(form)
  }, [form])
  return values
}

/** Keeps what is typed should the session end; `read` says it, or undefined when it is nothing. */
export function useKeepValues(form: string, read: () => unknown) {
  const { user } = useUser()
  const [id] = useState(user?.id)
  const keep = useEffectEvent(() => {
    const values = read()
    if (id !== undefined && values !== undefined) kept.set(form, { user: id, values })
  })
  useEffect(() => onSessionEnd(() => keep()), [])
}
