import type { NumberInputProps } from '@mantine/core'
import { CENTS } from '../format'
import { useText } from '../i18n'
import { NumberField } from './NumberField'

type Props = Omit<NumberInputProps, 'prefix' | 'suffix' | 'decimalSeparator'> & {
  /** Another one than the shop's, of whom the amount is paid to. */
  currency?: string | undefined
}

/**
 * An amount, in the shop's currency unless another is named, written as in its country.
 */
export function MoneyInput({ currency, ...props }: Props) {
  const { format } = useText()
  return (
    <NumberField
      min={0}
      decimalScale={CENTS}
      hideControls
      {...format.moneyMarks(currency)}
      {...props}
    />
  )
}
