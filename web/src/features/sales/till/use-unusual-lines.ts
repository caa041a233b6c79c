import { useQueryClient } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import type { BasketLine } from './basket'
import { unusualIn, useUsual, usualOf } from './usual'

/** What of the basket is ten times the usual, each in a question; read when it is recorded. */
export function useUnusualLines(lines: readonly BasketLine[]): () => string[] {
  const { t, format } = useText()
  const client = useQueryClient()
  useUsual(lines)
  return () =>
    lines.flatMap((line) => {
      const { name, unit, price } = line.product
      const usual = usualOf(client, line.product.id)
      const found = unusualIn(line, usual)
      const now = format.quantity(line.quantity, unit)
      return [
        ...(found.quantity
          ? [
              usual == null
                ? t('unusual.sellMuch', { now, name })
                : t('unusual.sell', { now, name, usual: format.quantity(usual, unit) }),
            ]
          : []),
        ...(found.price
          ? [
              t('unusual.sellAt', {
                name,
                now: format.money(line.price ?? 0),
                usual: format.money(price),
              }),
            ]
          : []),
      ]
    })
}
