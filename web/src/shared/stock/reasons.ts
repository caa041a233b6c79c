import { i18n, useText } from '@/shared/i18n'

/** Why stock changed, in words; a reason this client does not know is shown as it is. */
export function useReasonText(): (reason: string) => string {
  const { t } = useText()
  return (reason) =>
    i18n.exists(`reasons.${reason}`) ? t(`reasons.${reason}` as 'reasons.other') : reason
}
