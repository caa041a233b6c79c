import { Group, Skeleton, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { MAIN_LOCATION } from '@/shared/locations'
import { numberOf } from '@/shared/number-of'
import { withOneMore } from '@/shared/product-lines'
import { type Product, productQuery } from '@/shared/products'
import { FormPage } from '@/shared/ui/FormPage'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ProductLines } from '@/shared/ui/ProductLines'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { RemoveButton } from '@/shared/ui/RemoveButton'
import { useFormPage } from '@/shared/ui/use-form-page'
import { useDraftTransfer } from './mutations'
import type { Transfer } from './queries'
import type { Proposal } from './search'

type Line = { product: Product; quantity: number | string }
type Values = { from: number; to: number | null; note: string; lines: Line[] }

/** What the form starts from: nothing, or what somebody came to send. */
const startOf = ({ from, to, units }: Proposal, product: Product | null): Values => ({
  from: from ?? MAIN_LOCATION,
  to: to ?? null,
  note: '',
  lines: product ? [{ product, quantity: units ?? 1 }] : [],
})
const fields = ['from_location_id', 'to_location_id', 'lines', 'quantity', 'product_id', 'note']

const body = ({ from, to, note, lines }: Values) => ({
  from_location_id: from,
  to_location_id: to ?? Number.NaN,
  note: note.trim() || null,
  lines: lines.map(({ product, quantity }) => ({
    product_id: product.id,
    quantity: numberOf(quantity) ?? Number.NaN,
  })),
})

type Props = { proposal: Proposal; onSaved: (transfer: Transfer) => void }

/** What is to go where; nothing moves before it is shipped. */
export function NewTransferPage({ proposal, onSaved }: Props) {
  const { t } = useText()
  const proposed = useQuery({
    ...productQuery(proposal.product ?? 0),
    enabled: proposal.product !== undefined,
  })
  if (proposed.isError) {
    return <ProblemAlert failure={proposed.error} onRetry={() => void proposed.refetch()} />
  }
  return (
    <>
      <TextLink to="/transfers" size="sm" display="inline-block" mb="xs">
        {t('transfers.title')}
      </TextLink>
      <PageHeader title={t('transfers.new')} subtitle={t('transfers.newText')} />
      {proposal.product && !proposed.data ? (
        <Skeleton height={320} />
      ) : (
        <TransferForm proposal={proposal} product={proposed.data ?? null} onSaved={onSaved} />
      )}
    </>
  )
}

type FormProps = Props & { product: Product | null }

function TransferForm({ proposal, product, onSaved }: FormProps) {
  const { t } = useText()
  const [start] = useState(() => startOf(proposal, product))
  const form = useFormPage({
    name: product ? `transfer/${product.id}` : 'transfer/new',
    start,
    rules: 'ProductsTransferIn',
    body,
    send: useDraftTransfer(),
    onSaved,
  })
  const { values, setValues, change, errors } = form

  const add = (added: Product) =>
    setValues((before) => ({
      ...before,
      lines: withOneMore(before.lines, (line) => line.product.id === added.id, {
        product: added,
        quantity: 1,
      }),
    }))

  return (
    <FormPage form={form} action={t('orders.create')} fields={fields}>
      <Part title={t('transfers.wayTitle')}>
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <LocationSelect
            label={t('transfers.from')}
            value={values.from}
            error={errors.from_location_id}
            onChange={(from) => from && change({ from })}
          />
          <LocationSelect
            label={t('transfers.to')}
            value={values.to}
            error={errors.to_location_id}
            onChange={(to) => change({ to })}
          />
        </Group>
        <Textarea
          label={`${t('adjust.note')} (${t('common.optional')})`}
          rows={2}
          value={values.note}
          error={errors.note}
          onChange={({ currentTarget: { value } }) => change({ note: value })}
        />
      </Part>
      <ProductLines label={t('transfers.addLine')} onAdd={add} error={errors.lines}>
        <Stack gap="xs" mt="md">
          {values.lines.map((line, n) => (
            <Group key={line.product.id} gap="sm" wrap="nowrap" align="flex-start">
              <Text fw={600} style={{ flex: 1, minWidth: 0 }}>
                {line.product.name}
              </Text>
              <QuantityInput
                product={line.product}
                w={130}
                aria-label={`${line.product.name}: ${t('orders.quantity')}`}
                value={line.quantity}
                error={errors[`lines.${n}.quantity`] ?? errors[`lines.${n}.product_id`]}
                onChange={(quantity) =>
                  change({ lines: values.lines.with(n, { ...line, quantity }) })
                }
              />
              <RemoveButton
                name={line.product.name}
                onClick={() => change({ lines: values.lines.filter((other) => other !== line) })}
              />
            </Group>
          ))}
        </Stack>
      </ProductLines>
    </FormPage>
  )
}
