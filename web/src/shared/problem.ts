import { ApiError, type FieldError, type Part } from '@/api/errors'
import { i18n, speakAlso, type Translate } from './i18n'

/**
 * Most pages meet few of all that can be refused: the words for it come with the first code that the
 * start has none for. Where they cannot be had it is said as the kind of failure that it is.
 */
export async function wordsFor(codes: readonly (string | null | undefined)[]): Promise<void> {
  if (codes.every((code) => !code || i18n.exists(`errors.${code}`))) return
  await speakAlso('refusals', 'files')?.catch(() => undefined)
}

/** A failure, once there are words for it. */
export async function withWords(failure: unknown): Promise<unknown> {
  if (failure instanceof ApiError)
    await wordsFor([failure, ...failure.fields].map(({ code }) => code))
  return failure
}

/** A failure in the user's language. Unknown codes fall back to the kind of failure they are. */
export function problemText(t: Translate, failure: unknown): string {
  if (!(failure instanceof ApiError)) return t('errors.unexpected')
  const { part } = failure.params
  if (failure.code === 'unavailable' && typeof part === 'string')
    return t('common.away', { part: t(`common.parts.${part as Part}`) })
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

type Limits = {
  min_length?: unknown
  max_length?: unknown
  ge?: unknown
  le?: unknown
  gt?: unknown
  lt?: unknown
  decimal_places?: unknown
}

/** What is wrong with one field, from the rule that refused it and its limits. */
export function fieldText(t: Translate, code: string, limits: Limits = {}): string {
  switch (code) {
    case 'missing':
    case 'required':
      return t('fields.required')
    case 'string_too_short':
      return Number(limits.min_length) > 1
        ? limitText(t, 'fields.tooShort', limits.min_length)
        : t('fields.required')
    case 'string_too_long':
      return limitText(t, 'fields.tooLong', limits.max_length)
    case 'greater_than_equal':
      return limitText(t, 'fields.tooSmall', limits.ge)
    case 'less_than_equal':
      return limitText(t, 'fields.tooLarge', limits.le)
    case 'greater_than':
      return limitText(t, 'fields.above', limits.gt)
    case 'less_than':
      return limitText(t, 'fields.below', limits.lt)
    case 'too_short':
      return t('fields.required')
    case 'email':
      return t('fields.email')
    case 'quantity_precision':
      return Number(limits.decimal_places) === 0
        ? t('fields.integer')
        : limitText(t, 'fields.places', limits.decimal_places)
    case 'decimal_max_places':
      return t('fields.decimals')
    case 'int_from_float':
    case 'int_type':
      return t('fields.integer')
    default:
      // A conflict about one field, such as a sku that is taken, has its own sentence.
      return i18n.exists(`errors.${code}`)
        ? t(`errors.${code}` as 'errors.conflict', { ...limits })
        : t('fields.invalid')
  }
}

type LimitSentence = 'tooShort' | 'tooLong' | 'tooSmall' | 'tooLarge' | 'above' | 'below' | 'places'

/** A limit that is no number, such as a day, fills no such sentence. */
function limitText(t: Translate, sentence: `fields.${LimitSentence}`, limit: unknown): string {
  const count = limit === undefined ? Number.NaN : Number(limit)
  return Number.isFinite(count) ? t(sentence, { count }) : t('fields.invalid')
}

/** Of `lines.2.price` the price, of `barcodes.0` the barcodes. */
const nameOf = (error: FieldError) =>
  error.field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? error.field

/** The service's field errors, by the fields that the form has. */
export function fieldErrors(
  t: Translate,
  failure: unknown,
  fields: readonly string[],
): Record<string, string> {
  const errors = failure instanceof ApiError ? failure.fields : []
  return Object.fromEntries(
    errors
      .filter((error) => fields.includes(nameOf(error)))
      .map((error) => [nameOf(error), fieldText(t, error.code, error.params)]),
  )
}

/** The service's field errors by their whole path, as `lines.2.quantity`: for forms with lists. */
export function pathErrors(t: Translate, failure: unknown): Record<string, string> {
  const errors = failure instanceof ApiError ? failure.fields : []
  return Object.fromEntries(
    errors.map(({ field, code, params }) => [field, fieldText(t, code, params)]),
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
