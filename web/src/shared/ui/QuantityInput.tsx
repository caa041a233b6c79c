import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useText } from '../i18n'
import type { Counted } from '../quantity'

type Props = Omit<NumberInputProps, 'suffix' | 'decimalSeparator' | 'decimalScale'> & {
  product: Counted | null | undefined
}

/**
 * A quantity of a product, with its unit and as many decimals as it has, written as the language
 * writes them; comma and point both type.
 */
export function QuantityInput({ product, ...props }: Props) {
  const { format } = useText()
  const decimals = product?.quantity_decimals ?? 0
  return (
    <NumberInput
      min={10 ** -decimals}
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      allowNegative={false}
      inputMode={decimals > 0 ? 'decimal' : 'numeric'}
      allowedDecimalSeparators={[',', '.']}
      decimalSeparator={format.decimalMark()}
      suffix={format.unitSuffix(product?.unit)}
      {...props}
    />
  )
}
