import { NumberInput, type NumberInputProps } from '@mantine/core'
import { CENTS } from '../format'
import { useText } from '../i18n'

type Props = Omit<NumberInputProps, 'prefix' | 'suffix' | 'decimalSeparator'> & {
  /** Another one than the shop's, of whom the amount is paid to. */
  currency?: string | undefined
}

/**
 * An amount, in the shop's currency unless another is named, written as the language writes it;
 * comma and point both type.
 */
export function MoneyInput({ currency, ...props }: Props) {
  const { format } = useText()
  return (
    <NumberInput
      min={0}
      decimalScale={CENTS}
      hideControls
      inputMode="decimal"
      allowedDecimalSeparators={[',', '.']}
      {...format.moneyMarks(currency)}
      {...props}
    />
  )
}
