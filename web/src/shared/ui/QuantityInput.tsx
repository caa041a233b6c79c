import { useText } from '../i18n'
import type { Counted } from '../quantity'
import { NumberField, type NumberFieldProps } from './NumberField'

type Props = Omit<NumberFieldProps, 'suffix' | 'decimalSeparator' | 'decimalScale'> & {
  product: Counted | null | undefined
}

/**
 * A quantity of a product, with its unit and as many decimals as it has.
 */
export function QuantityInput({ product, ...props }: Props) {
  const { format } = useText()
  const decimals = product?.quantity_decimals ?? 0
  return (
    <NumberField
      min={10 ** -decimals}
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      allowNegative={false}
      suffix={format.unitSuffix(product?.unit)}
      {...props}
    />
  )
}
