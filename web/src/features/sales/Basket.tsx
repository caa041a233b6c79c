import { ActionIcon, Alert, Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { ApiError } from '@/api/errors'
import { numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldText } from '@/shared/problem'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { useUser } from '@/shared/user'
import { type BasketLine, basketTotal } from './basket'
import classes from './SellPage.module.css'

type Props = {
  lines: readonly BasketLine[]
  failure: unknown
  isPending: boolean
  onChange: (lines: BasketLine[]) => void
  onRecord: (correct: boolean) => void
}

/** What waits to be sold together: all of it is recorded, or nothing. */
export function Basket({ lines, failure, isPending, onChange, onRecord }: Props) {
  const { t, format } = useText()
  const { mayManage } = useUser()
  const refused = failure instanceof ApiError && failure.code === 'basket_refused' ? failure : null
  const reasons = new Map(refused?.fields.map((error) => [Number(error.params?.line), error]))
  const onlyShort = refused?.fields.every((error) => error.code === 'insufficient_stock')
  const cents = lines.reduce((sum, line) => sum + Math.round(basketTotal(line) * 100), 0)

  const reason = (n: number) => {
    const error = reasons.get(n)
    const line = lines[n]
    if (!error || !line) return null
    const left = Number(error.params?.left ?? 0)
    if (error.code !== 'insufficient_stock') return fieldText(t, error.code, error.params)
    return left > 0
      ? t('errors.insufficient_stock', { left })
      : t('sell.none', { name: line.product.name })
  }

  return (
    <section className={`panel ${classes.recorded}`} aria-labelledby="basket">
      <div className={classes.line}>
        <Title order={2} id="basket" fz={16}>
          {t('sell.basket')}
        </Title>
        <Text fw={650} fz="lg">
          {t('sell.total', { total: format.money(cents / 100) })}
        </Text>
      </div>
      <ul className={classes.list}>
        {lines.map((line, n) => (
          <li key={line.key}>
            <div className={classes.line}>
              <span>
                {format.quantity(line.quantity, line.product.unit)} × {line.product.name}
              </span>
              <span>{format.money(basketTotal(line))}</span>
            </div>
            <Group gap="xs" mt={4} wrap="nowrap">
              <NumberInput
                size="xs"
                w={130}
                aria-label={`${line.product.name}: − %`}
                placeholder="− %"
                min={0}
                max={100}
                clampBehavior="strict"
                decimalScale={2}
                hideControls
                inputMode="decimal"
                allowedDecimalSeparators={[',', '.']}
                decimalSeparator={format.decimalMark()}
                suffix=" %"
                value={line.percent ?? ''}
                onChange={(value) => {
                  const { percent: _, ...rest } = line
                  const percent = numberOf(value)
                  onChange(lines.with(n, percent ? { ...rest, percent } : rest))
                }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('sell.remove', { name: line.product.name })}
                onClick={() => onChange(lines.filter((other) => other !== line))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
              {reasons.has(n) ? (
                <Text c="red" size="sm">
                  {reason(n)}
                </Text>
              ) : null}
            </Group>
          </li>
        ))}
      </ul>
      <Stack gap="sm" mt="md">
        {refused ? (
          <Alert role="alert" color="orange" variant="light">
            <Stack gap="xs" align="flex-start">
              {t('errors.invalid')}
              {onlyShort && mayManage ? (
                <Button size="xs" variant="default" onClick={() => onRecord(true)}>
                  {t('sell.anyway')}
                </Button>
              ) : null}
            </Stack>
          </Alert>
        ) : (
          <ProblemAlert failure={failure} />
        )}
        <Button size="md" loading={isPending} onClick={() => onRecord(false)}>
          {t('sell.record')}
        </Button>
      </Stack>
    </section>
  )
}
