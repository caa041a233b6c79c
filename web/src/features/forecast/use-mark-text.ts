import { useCallback } from 'react'
import { useText } from '@/shared/i18n'
import type { Mark, MarkKind } from './marks'

/** What a kind of days is called. */
export function useMarkKind() {
  const { t } = useText()
  return useCallback(
    (kind: MarkKind) =>
      kind === 'stockout' ? t('forecast.stockout') : t(`calendar.kinds.${kind}`),
    [t],
  )
}

/** What was special about marked days, in words. */
export function useMarkText() {
  const { t } = useText()
  const kindText = useMarkKind()
  return useCallback(
    ({ kind, name }: Mark) =>
      name ? t('common.labelled', { label: kindText(kind), value: name }) : kindText(kind),
    [t, kindText],
  )
}
