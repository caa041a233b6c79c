import { CENTS } from '../format'
import { useText } from '../i18n'
import { NumberField, type NumberFieldProps } from './NumberField'

type Props = Omit<NumberFieldProps, 'prefix' | 'suffix' | 'decimalSeparator'> & {
  /** Another one than the shop's, of whom the amount is paid to. */
  currency?: string | undefined
}

/**
 * An amount, in the shop's currency unless another is named, written as in its country.
 */
export function MoneyInput({ currency, ...props }: Props) {
  const { format } = useText()
  return <NumberField min={0} decimalScale={CENTS} {...format.moneyMarks(currency)} {...props} />
}
