import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { bodyErrors } from '../forms'
import { useText } from '../i18n'
import { useKeepValues, useKeptValues } from '../kept-values'
import { pathErrors } from '../problem'
import { useLeaveGuard } from './use-leave-guard'

type Options<Values, Body, Saved> = {
  /** What the form is called while what was typed waits for its person. */
  name: string
  start: Values
  /** The type of the body, whose rules it is checked by. */
  rules: Parameters<typeof bodyErrors>[1]
  body: (values: Values) => Body
  send: UseMutationResult<Saved, Error, Body>
  onSaved: (saved: Saved) => void
}

/**
 * What a form on a page of its own holds: it is checked by the service's rules before it is sent,
 * is there again after a session that ended, and is not left by mistake.
 */
export function useFormPage<Values extends object, Body extends object, Saved>({
  name,
  start,
  rules,
  body,
  send,
  onSaved,
}: Options<Values, Body, Saved>) {
  const { t } = useText()
  const typed = useKeptValues<Values>(name)
  const [values, setValues] = useState(typed ?? start)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [done, setDone] = useState(false)
  const changed = values !== start
  const guard = useLeaveGuard(changed && !done)
  useKeepValues(name, () => (changed ? values : undefined))

  function submit() {
    if (send.isPending) return
    const found = bodyErrors(t, rules, body(values))
    setErrors(found)
    if (Object.keys(found).length > 0) return
    send.mutate(body(values), {
      onSuccess: (saved) => {
        setDone(true)
        onSaved(saved)
      },
      onError: (failure) => setErrors(pathErrors(t, failure)),
    })
  }

  function discard() {
    setValues(start)
    setErrors({})
  }

  return {
    values,
    setValues,
    change: (part: Partial<Values>) => setValues((before) => ({ ...before, ...part })),
    errors,
    changed,
    guard,
    pending: send.isPending,
    failure: send.error,
    submit,
    discard,
  }
}
