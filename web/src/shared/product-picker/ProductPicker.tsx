import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode, Ref } from 'react'
import { useText } from '../i18n'
import { late } from '../late'
import type { Product } from '../products'
import { useLateField } from '../ui/use-late-field'
import { findTyped } from './find-typed'
import type { Scan } from './scan'

export type PickerProps = {
  label: string
  /** What the field shows while nobody types: the chosen product's name. */
  value: { id: number; name: string } | null
  onPick: (product: Product | null) => void
  /** Takes what a scanned code says besides the product; without it the code is searched for. */
  onScan?: (scan: Scan) => void
  /** Only products of this kind: only they have stock of their own. */
  kind?: 'product'
  inputRef?: Ref<HTMLInputElement>
  autoFocus?: boolean
  size?: 'sm' | 'md' | 'lg'
  error?: ReactNode
}

const list = late(() => import('./ProductPickerList').then((part) => part.ProductPickerList))

/**
 * Finds a product by a part of its name or its sku. Enter takes the marked one; a barcode scanner
 * types faster than answers arrive, so Enter waits for the answer to what stands in the field.
 */
export function ProductPicker(props: PickerProps) {
  const { t } = useText()
  const client = useQueryClient()
  const { Whole, begun, typed, plain, setOpened, leave } = useLateField(list)
  if (Whole) return <Whole {...props} begun={begun} />
  const { label, value, onPick, onScan, kind, inputRef, autoFocus, size, error } = props

  async function pickTyped(text: string) {
    // The list does not come between, unless it is needed.
    setOpened(false)
    const found = await findTyped(client, text, kind, onScan !== undefined)
    if (found && 'scan' in found) {
      leave()
      onScan?.(found.scan)
    } else if (found && found.product.kind !== 'parent') {
      leave()
      onPick(found.product)
    } else setOpened(true)
  }

  return (
    <TextInput
      {...plain}
      ref={inputRef}
      label={label}
      placeholder={t('picker.placeholder')}
      size={size ?? 'sm'}
      error={error}
      // The field is what people came to this page for.
      autoFocus={autoFocus ?? false}
      value={typed ?? value?.name ?? ''}
      onChange={(event) => {
        if (value) onPick(null)
        plain.onChange?.(event)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') plain.onKeyDown?.(event)
        else if (typed !== null) {
          event.preventDefault()
          event.stopPropagation()
          void pickTyped(typed)
        }
      }}
    />
  )
}
