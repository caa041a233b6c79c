import { useText } from '../i18n'
import { useShop } from './use-shop'

/** Names of amounts that customers pay, with whether tax is in them: as the shop has its prices. */
export function useTax() {
  const { t } = useText()
  const { prices_include_tax: included } = useShop()
  return (label: string) => t(included ? 'common.withTax' : 'common.beforeTax', { label })
}
