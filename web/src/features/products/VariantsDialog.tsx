import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { pathErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { notifySuccess } from '@/shared/ui/toast'
import { useCreateVariants } from './mutations'
import { type OptionRow, optionRows, optionsOf } from './variants'

const MOST_OPTIONS = 5
const NAMED = 12

type Props = { parent: Product; variants: readonly Product[]; onClose: () => void }

/** Every combination of the options at once; what it would make is shown first. */
export function VariantsDialog({ parent, variants, onClose }: Props) {
  const { t } = useText()
  const [rows, setRows] = useState(() => optionRows(variants))
  const create = useCreateVariants(parent.id)
  const check = useCreateVariants(parent.id)
  const options = optionsOf(rows)
  const made = check.data?.variants.filter(({ created }) => created)
  const failure = create.error ?? check.error
  const wrong = Object.values(pathErrors(t, failure))[0]

  function change(next: OptionRow[]) {
    setRows(next)
    check.reset()
    create.reset()
  }

  function submit() {
    if (!made) return check.mutate({ options, dry_run: true })
    create.mutate(
      { options },
      {
        onSuccess: () => {
          notifySuccess(t('products.variantsCreated', { count: made.length }))
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('products.createVariants')}
      size="lg"
      closeOnClickOutside={false}
    >
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        action={
          made
            ? t('products.variantsCreate', { count: made.length })
            : t('products.variantsPreview')
        }
        pending={create.isPending || check.isPending}
        disabled={Object.keys(options).length === 0 || made?.length === 0}
        failure={wrong ? null : failure}
        onClose={onClose}
      >
        {rows.map((row, n) => (
          <Group
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name before it is typed.
            key={n}
            gap="sm"
            align="flex-start"
          >
            <TextInput
              label={t('products.option', { n: n + 1 })}
              placeholder={t('products.optionHint')}
              autoComplete="off"
              data-autofocus={n === 0 || undefined}
              w={150}
              maxLength={40}
              value={row.name}
              onChange={({ currentTarget: { value } }) =>
                change(rows.with(n, { ...row, name: value }))
              }
            />
            <TextInput
              label={t('products.values')}
              placeholder={t('products.valuesHint')}
              autoComplete="off"
              style={{ flex: '1 1 14rem' }}
              value={row.values}
              onChange={({ currentTarget: { value } }) =>
                change(rows.with(n, { ...row, values: value }))
              }
            />
          </Group>
        ))}
        {rows.length < MOST_OPTIONS ? (
          <Group>
            <Button
              variant="subtle"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => change([...rows, { name: '', values: '' }])}
            >
              {t('products.addOption')}
            </Button>
          </Group>
        ) : null}
        {wrong ? (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {wrong}
          </Text>
        ) : null}
        <Stack gap={4} aria-live="polite">
          {made ? (
            <Preview made={made} there={(check.data?.variants.length ?? 0) - made.length} />
          ) : null}
        </Stack>
      </DialogForm>
    </Dialog>
  )
}

type PreviewProps = { made: readonly { name: string }[]; there: number }

function Preview({ made, there }: PreviewProps) {
  const { t } = useText()
  const names = made.slice(0, NAMED).map(({ name }) => name)
  if (made.length > NAMED) names.push('…')
  return (
    <>
      {made.length > 0 ? (
        <Text size="sm">
          {t('products.variantsNew', { count: made.length, names: names.join(', ') })}
        </Text>
      ) : null}
      {there > 0 ? (
        <Text size="sm" c="dimmed">
          {t('products.variantsThere', { count: there })}
        </Text>
      ) : null}
    </>
  )
}
