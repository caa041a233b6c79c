import { useState } from 'react'

const KEPT = 'previstock.first-hour'

/**
 * Whether the steps of a new shop are shown: from when somebody here has seen it empty until they
 * are hidden. Other shops never ask for what the steps read.
 */
export function useFirstHour(empty: boolean) {
  const [state, setState] = useState(() => localStorage.getItem(KEPT))
  const keep = (next: string) => {
    localStorage.setItem(KEPT, next)
    setState(next)
  }
  if (empty && state === null) localStorage.setItem(KEPT, 'open')
  return {
    open: state === 'open' || (empty && state !== 'hidden'),
    hide: () => keep('hidden'),
  }
}

/** Whether somebody here is in their first hour. */
export const inFirstHour = () => localStorage.getItem(KEPT) === 'open'
