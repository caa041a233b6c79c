import type { UseFormReturnType } from '@mantine/form'
import { useEffect, useEffectEvent, useState } from 'react'
import { rebase } from './rebase'

/**
 * Has a form follow what is stored: when somebody else saves meanwhile, what was typed here stays
 * and everything else becomes as it is now. `base` is what changes are sent against.
 */
export function useStored<Stored extends { version: number }, Values extends object>(
  form: UseFormReturnType<Values>,
  stored: Stored | null,
  valuesOf: (stored: Stored) => Values,
) {
  const [base, setBase] = useState(stored)

  function start(next: Stored, values: Values) {
    setBase(next)
    form.setInitialValues(valuesOf(next))
    form.setValues(values)
  }

  const follow = useEffectEvent((next: Stored) => {
    if (!base || next.version === base.version) return
    start(next, rebase(valuesOf(base), form.getValues(), valuesOf(next)).values)
  })
  useEffect(() => {
    if (stored) follow(stored)
  }, [stored])

  /** Begins again from what was saved here. */
  return { base, adopt: (saved: Stored) => start(saved, valuesOf(saved)) }
}
