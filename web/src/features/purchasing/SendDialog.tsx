import { Checkbox, Group, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { productsSendPurchaseOrder } from '@/api/gen/sdk.gen'
import type { ProductsSendIn } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { ordersKey } from '@/shared/keys'
import { pathErrors } from '@/shared/problem'
import { makeStale } from '@/shared/stale'
import { supplierQuery } from '@/shared/suppliers'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { notifySuccess } from '@/shared/ui/toast'
import type { Order } from './queries'

const kinds = ['pdf', 'csv', 'xml'] as const
type Attached = (typeof kinds)[number]
type Values = { to: string; language: 'fr' | 'en'; message: string; attach: Attached[] }

const fields = ['to', 'language', 'message', 'attach'] as const

function useSendOrder(order: Order) {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (body: ProductsSendIn) => {
      const path = { order_id: order.id }
      const headers = { 'Idempotency-Key': attempt.of(body).key }
      const { data } = await productsSendPurchaseOrder({ path, body, headers })
      attempt.done()
      return data
    },
    onSettled: () => makeStale(client, ordersKey),
  })
}

/** Sends the order to its supplier by mail, where the shop has a mail server. */
export function SendDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useText()
  const supplier = useQuery(supplierQuery(order.supplier_id)).data
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('orders.sendTitle', { id: order.id })}
      closeOnClickOutside={false}
    >
      {supplier ? (
        <SendForm
          order={order}
          address={supplier.email ?? ''}
          language={supplier.language === 'fr' ? 'fr' : 'en'}
          onClose={onClose}
        />
      ) : (
        <Text>{t('common.loading')}</Text>
      )}
    </Dialog>
  )
}

type FormProps = { order: Order; address: string; language: 'fr' | 'en'; onClose: () => void }

function SendForm({ order, address, language, onClose }: FormProps) {
  const { t } = useText()
  const send = useSendOrder(order)
  const form = useForm<Values>({
    initialValues: { to: address, language, message: '', attach: ['pdf'] },
    validate: {
      to: (to) => (to.trim() ? null : t('fields.required')),
      attach: (attach) => (attach.length > 0 ? null : t('fields.required')),
    },
  })

  function submit({ to, message, ...values }: Values) {
    send.mutate(
      { ...values, to: to.trim(), message: message.trim() || null },
      {
        onSuccess: (mail) => {
          notifySuccess(t('orders.sending', { to: mail.to }))
          onClose()
        },
        onError: (failure) => form.setErrors(pathErrors(t, failure)),
      },
    )
  }

  return (
    <DialogForm
      onSubmit={form.onSubmit(submit)}
      action={t('orders.send')}
      pending={send.isPending}
      failure={send.error}
      fields={fields}
      onClose={onClose}
    >
      <TextInput
        type="email"
        label={t('suppliers.email')}
        data-autofocus
        autoComplete="off"
        {...form.getInputProps('to')}
      />
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t('suppliers.language')}
        </Text>
        <SegmentedControl
          aria-label={t('suppliers.language')}
          data={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          {...form.getInputProps('language')}
        />
      </div>
      <Checkbox.Group label={t('orders.attach')} {...form.getInputProps('attach')}>
        <Group gap="md" mt="xs">
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={kind === 'xml' ? 'UBL' : kind.toUpperCase()} />
          ))}
        </Group>
      </Checkbox.Group>
      <Textarea
        label={`${t('orders.message')} (${t('common.optional')})`}
        description={t('orders.messageHelp')}
        rows={4}
        {...form.getInputProps('message')}
      />
    </DialogForm>
  )
}
