import type { TFunction } from 'i18next'
import { ApiError, type FieldError } from '@/api/errors'
import { i18n } from './i18n'

/** A failure in the user's language. Unknown codes fall back to the kind of failure they are. */
export function problemText(t: TFunction, failure: unknown): string {
  if (!(failure instanceof ApiError)) return t('errors.unexpected')
  const known = `errors.${failure.code}`
  // The set of codes is the services', so the key cannot be typed; `exists` is the check.
  if (i18n.exists(known)) return t(known as 'errors.conflict', failure.params)
  if (failure.status === 403) return t('errors.forbidden')
  if (failure.status === 404) return t('errors.not_found')
  if (failure.status === 409) return t('errors.conflict')
  if (failure.status === 422) return t('errors.invalid')
  if (failure.status === 429) return t('errors.too_many_requests')
  return failure.status >= 502 ? t('errors.unavailable') : t('errors.unexpected')
}

/** What is wrong with one field, from the rule that refused it. */
export function fieldText(t: TFunction, code: string, limit?: number): string {
  const count = limit ?? 0
  switch (code) {
    case 'missing':
    case 'required':
      return t('fields.required')
    case 'string_too_short':
      return count > 1 ? t('fields.tooShort', { count }) : t('fields.required')
    case 'string_too_long':
      return limit === undefined ? t('fields.invalid') : t('fields.tooLong', { count })
    case 'greater_than_equal':
      return limit === undefined ? t('fields.invalid') : t('fields.tooSmall', { count })
    case 'less_than_equal':
      return limit === undefined ? t('fields.invalid') : t('fields.tooLarge', { count })
    case 'email':
      return t('fields.email')
    case 'decimal_max_places':
      return t('fields.decimals')
    case 'int_from_float':
    case 'int_type':
      return t('fields.integer')
    default:
      // A conflict about one field, such as a sku that is taken, has its own sentence.
      return i18n.exists(`errors.${code}`)
        ? t(`errors.${code}` as 'errors.conflict')
        : t('fields.invalid')
  }
}

const nameOf = (error: FieldError) => error.field.split('.').at(-1) ?? error.field

/** The service's field errors, by the fields that the form has. */
export function fieldErrors(
  t: TFunction,
  failure: unknown,
  fields: readonly string[],
): Record<string, string> {
  const errors = failure instanceof ApiError ? failure.fields : []
  return Object.fromEntries(
    errors
      .filter((error) => fields.includes(nameOf(error)))
      .map((error) => [nameOf(error), fieldText(t, error.code, limitIn(error.message))]),
  )
}

/** Is everything that is wrong already said at these fields? */
export function saidAtFields(failure: unknown, fields: readonly string[]): boolean {
  return (
    failure instanceof ApiError &&
    failure.fields.length > 0 &&
    failure.fields.every((error) => fields.includes(nameOf(error)))
  )
}

/** The services put the limit into the message only ("… at least 8 characters"). */
function limitIn(message: string): number | undefined {
  const digits = /\d+/.exec(message)
  return digits ? Number(digits[0]) : undefined
}
