import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { pathErrors } from '@/shared/problem'
import { useProductNames } from '@/shared/product-names'
import { roundUnits, type Unit } from '@/shared/quantity'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import { useReceiveTransfer } from './mutations'
import type { Transfer } from './queries'

const reasons = ['missing', 'damaged', 'other'] as const
type Reason = (typeof reasons)[number]
type Arrived = { quantity: number | string; reason: Reason | null }

/** What came in of what is on its way; the rest stays in transit, or is lost for a reason. */
export function ArrivalDialog({ transfer, onClose }: { transfer: Transfer; onClose: () => void }) {
  const { t, format } = useText()
  const receive = useReceiveTransfer(transfer.id)
  const lines = transfer.lines.filter(({ in_transit }) => in_transit > 0)
  const products = useProductNames(lines.map(({ product_id }) => product_id))
  const [arrived, setArrived] = useState<Record<number, Arrived>>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const of = (line: (typeof lines)[number]): Arrived =>
    arrived[line.id] ?? { quantity: line.in_transit, reason: null }
  const restOf = (line: (typeof lines)[number]) =>
    roundUnits(line.in_transit - (numberOf(of(line).quantity) ?? 0))

  function submit() {
    const body = {
      lines: lines.map((line) => {
        const { quantity, reason } = of(line)
        return {
          line_id: line.id,
          quantity: numberOf(quantity) ?? Number.NaN,
          ...(reason && restOf(line) > 0 ? { lost: { quantity: restOf(line), reason } } : {}),
        }
      }),
    }
    const found = bodyErrors(t, 'ProductsArrivalsIn', body)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    receive.mutate(body, {
      onSuccess: () => {
        notifySuccess(t('transfers.done'))
        onClose()
      },
      onError: (failure) => setErrors(pathErrors(t, failure)),
    })
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('transfers.receive', { id: transfer.id })}
      size="lg"
      closeOnClickOutside={false}
    >
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        action={t('receipts.submit')}
        pending={receive.isPending}
        failure={receive.error}
        fields={['quantity', 'reason', 'lines']}
        onClose={onClose}
      >
        {lines.map((line, n) => (
          <Group key={line.id} align="flex-start" gap="sm">
            <div style={{ flex: '1 1 10rem', minWidth: 0 }}>
              <Text fw={600}>{line.name}</Text>
              <Text size="sm" c="dimmed">
                {t('transfers.inTransitOf', {
                  units: format.quantity(line.in_transit, line.unit as Unit),
                })}
              </Text>
            </div>
            <Stack gap={4} w={220}>
              <QuantityInput
                product={products.get(line.product_id)}
                min={0}
                aria-label={`${line.name}: ${t('receipts.received')}`}
                value={of(line).quantity}
                error={errors[`lines.${n}.quantity`]}
                onChange={(quantity) =>
                  setArrived((before) => ({ ...before, [line.id]: { ...of(line), quantity } }))
                }
              />
              {restOf(line) > 0 ? (
                <Select
                  size="xs"
                  label={t('receipts.rest', {
                    quantity: format.quantity(restOf(line), line.unit as Unit),
                  })}
                  value={of(line).reason ?? 'later'}
                  data={[
                    { value: 'later', label: t('transfers.later') },
                    ...reasons.map((value) => ({ value, label: t(`receipts.reasons.${value}`) })),
                  ]}
                  onChange={(value) => {
                    const reason = reasons.find((each) => each === value) ?? null
                    setArrived((before) => ({ ...before, [line.id]: { ...of(line), reason } }))
                  }}
                />
              ) : null}
            </Stack>
          </Group>
        ))}
      </DialogForm>
    </Dialog>
  )
}
