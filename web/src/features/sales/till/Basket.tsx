import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { ApiError, type FieldError } from '@/api/errors'
import { useText } from '@/shared/i18n'
import { useShop } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { useUser } from '@/shared/user'
import type { Refusal } from '../queue/entry'
import { BasketRow } from './BasketRow'
import { basketSum, MAX_LINES, taxesOf } from './basket'
import classes from './till.module.css'
import type { Till } from './use-till'

type Props = {
  till: Till
  /** Enter was pressed once: once more records. */
  isArmed: boolean
  onRecord: () => void
  onCode: (code: string) => void
  onDone: () => void
}

/** What is sold together: all of it is recorded, or nothing. */
export function Basket({ till, isArmed, onRecord, onCode, onDone }: Props) {
  const { t, format } = useText()
  const { lines, refusal, problem } = till
  const { prices_include_tax: included } = useShop()
  const total = basketSum(lines)
  const taxes = taxesOf(lines, included)
  const due = included ? total : total + taxes.reduce((sum, { tax }) => sum + tax, 0)
  const reasons = new Map(refusal?.errors.map((error) => [lineOf(error), error]))
  return (
    <section className={`panel ${classes.panel}`} aria-labelledby="basket">
      <Group justify="space-between">
        <Title order={2} id="basket" fz={16}>
          {t('till.basket')}
        </Title>
        {lines.length > 0 ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => till.change([])}>
            {t('till.clear')}
          </Button>
        ) : null}
      </Group>
      {lines.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {t('till.empty')}
        </Text>
      ) : (
        <>
          <ul className={classes.list}>
            {lines.map((line, n) => (
              <BasketRow
                key={line.key}
                line={line}
                refused={reasons.get(n)}
                onChange={(changed) => till.change(lines.with(n, changed))}
                onRemove={() => till.change(lines.filter((other) => other !== line))}
                onCode={onCode}
                onDone={onDone}
              />
            ))}
          </ul>
          <Stack gap={4} className={classes.sum}>
            <Sum name={t('till.total')} amount={total} isLarge={included} />
            {taxes.map(({ rate, tax }) => (
              <Sum
                key={rate}
                name={t(included ? 'till.taxIncluded' : 'till.taxAdded', {
                  rate: format.share(rate / 100),
                })}
                amount={tax}
              />
            ))}
            {included ? null : <Sum name={t('till.toPay')} amount={due} isLarge />}
          </Stack>
          <Stack gap="sm" mt="md">
            {refusal ? <Why refusal={refusal} onAnyway={() => void till.record(true)} /> : null}
            {problem ? (
              <Alert role="alert" color="red" variant="light">
                {t(`till.${problem}`, { count: MAX_LINES })}
              </Alert>
            ) : null}
            <Button size="lg" data-armed={isArmed || undefined} onClick={onRecord}>
              {t(isArmed ? 'till.recordAgain' : 'till.record', { total: format.money(due) })}
            </Button>
          </Stack>
        </>
      )}
    </section>
  )
}

const lineOf = ({ field, params }: FieldError) =>
  Number(params?.line ?? /^lines\.(\d+)/.exec(field)?.[1])

function Sum({ name, amount, isLarge }: { name: string; amount: number; isLarge?: boolean }) {
  const { format } = useText()
  return (
    <div className={classes.line}>
      <Text span {...(isLarge ? { fw: 650, fz: 'lg' } : { c: 'dimmed', size: 'sm' })}>
        {name}
      </Text>
      <Text span {...(isLarge ? { fw: 650, fz: 'xl' } : { c: 'dimmed', size: 'sm' })}>
        {format.money(amount)}
      </Text>
    </div>
  )
}

/** What the service said to all of it; what is wrong with single lines stands there. */
function Why({ refusal, onAnyway }: { refusal: Refusal; onAnyway: () => void }) {
  const { t } = useText()
  const { mayManage } = useUser()
  if (refusal.code === 'idempotency_key_reused') {
    return (
      <Alert role="alert" color="red" variant="light">
        {t('till.stateRefused', { reason: t('till.reused') })}
      </Alert>
    )
  }
  if (refusal.code !== 'basket_refused') return <ProblemAlert failure={new ApiError(refusal)} />
  if (!refusal.errors.every(({ code }) => code === 'insufficient_stock')) return null
  return (
    <Alert color="orange" variant="light">
      <Stack gap="xs" align="flex-start">
        {t(mayManage ? 'till.anywayHelp' : 'till.askManager')}
        {mayManage ? (
          <Button size="xs" variant="default" onClick={onAnyway}>
            {t('till.sellAnyway')}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  )
}
