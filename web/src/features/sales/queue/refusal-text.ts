import { ApiError } from '@/api/errors'
import type { Translate } from '@/shared/i18n'
import { fieldText, problemText } from '@/shared/problem'
import type { Entry } from './entry'

/** Why a basket was refused, of all its lines that are to blame. */
export function refusalText(t: Translate, { refusal, lines }: Entry): string {
  if (refusal === null) return ''
  if (refusal.code === 'basket_too_old') return t('till.tooOld')
  if (refusal.code === 'idempotency_key_reused') return t('till.reused')
  const reasons = refusal.errors.map(({ field, code, params }) => {
    const line = lines[Number(params?.line ?? /^lines\.(\d+)/.exec(field)?.[1])]
    const text = fieldText(t, code, params)
    return line ? `${line.product.name}: ${text}` : text
  })
  return reasons.length > 0 ? reasons.join(' ') : problemText(t, new ApiError(refusal))
}
