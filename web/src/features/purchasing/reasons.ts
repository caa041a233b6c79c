import { i18n, useText } from '@/shared/i18n'

/** Why goods did not come in as they were ordered. */
export const discrepancies = ['missing', 'damaged', 'wrong_product', 'quality', 'other'] as const
export type Discrepancy = (typeof discrepancies)[number]

/** In words; a reason that this client does not know is shown as it is. */
export function useReasonName(): (reason: string) => string {
  const { t } = useText()
  return (reason) => {
    const key = `receipts.reasons.${reason}`
    return i18n.exists(key) ? t(key as 'receipts.reasons.other') : reason
  }
}
