import { NumberInput, type NumberInputProps } from '@mantine/core'
import { CENTS } from '../format'
import { useText } from '../i18n'

type Props = Omit<NumberInputProps, 'prefix' | 'suffix' | 'decimalSeparator'>

/** An amount in the shop's currency, written as the language writes it; comma and point both type. */
export function MoneyInput(props: Props) {
  const { format } = useText()
  return (
    <NumberInput
      min={0}
      decimalScale={CENTS}
      hideControls
      inputMode="decimal"
      allowedDecimalSeparators={[',', '.']}
      {...format.moneyMarks()}
      {...props}
    />
  )
}
