import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { stayOnEnter } from '../stay-on-enter'
import { FormFoot } from './FormFoot'
import { ProblemAlert } from './ProblemAlert'
import type { useFormPage } from './use-form-page'

type Props = {
  form: Pick<
    ReturnType<typeof useFormPage>,
    'changed' | 'guard' | 'pending' | 'failure' | 'submit' | 'discard'
  >
  action: string
  /** What is said at these fields is not said again. */
  fields: readonly string[]
  children: ReactNode
}

/** The parts of a form on a page of its own, and its foot. */
export function FormPage({ form, action, fields, children }: Props) {
  return (
    <>
      <form
        noValidate
        onKeyDown={stayOnEnter}
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <Stack>{children}</Stack>
        <FormFoot
          changed={form.changed}
          pending={form.pending}
          onDiscard={form.discard}
          action={action}
          state=" "
        >
          <ProblemAlert failure={form.failure} fields={fields} />
        </FormFoot>
      </form>
      {form.guard}
    </>
  )
}
