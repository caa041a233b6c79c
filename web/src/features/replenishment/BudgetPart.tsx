import { Group, List, Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import { type Budgeted, DAYS_OF_WEEK } from './choice'
import type { Advice, Plan } from './queries'
import classes from './ReorderPage.module.css'

export type Means = { budget: number | null; carriage: number | null }

type Props = {
  means: Means
  /** What all that is advised costs: no budget need be greater. */
  most: number
  plan: Plan | undefined
  chosen: Budgeted
  onChange: (change: Partial<Means>) => void
}

const LEFT_OUT_SHOWN = 10

/** So much may be spent: what that is enough for, what is left out, and what it may cost. */
export function BudgetPart({ means, most, plan, chosen, onChange }: Props) {
  const { t } = useText()
  const { budget, carriage } = means
  const top = Math.ceil(most)
  return (
    <Stack gap="xs" mb="md">
      <Group
        gap="md"
        align="flex-end"
        data-screen-only={(budget === null && carriage === null) || undefined}
      >
        <MoneyInput
          label={t('reorder.budget')}
          placeholder={t('reorder.noBudget')}
          w={140}
          value={budget ?? ''}
          onChange={(value) => onChange({ budget: numberOf(value) ?? null })}
        />
        <input
          type="range"
          className={classes.slider}
          aria-label={t('reorder.budget')}
          min={0}
          max={Math.max(top, 1)}
          step={Math.max(1, Math.round(top / 100))}
          value={budget ?? top}
          // Enough for all of it is no budget.
          onChange={({ currentTarget: { valueAsNumber: value } }) =>
            onChange({ budget: value >= top ? null : value })
          }
        />
        <MoneyInput
          label={t('reorder.carriage')}
          placeholder={t('reorder.noCarriage')}
          w={140}
          value={carriage ?? ''}
          onChange={(value) => onChange({ carriage: numberOf(value) ?? null })}
        />
      </Group>
      {budget === null && carriage === null ? null : (
        <Outcome budget={budget} plan={plan} chosen={chosen} />
      )}
    </Stack>
  )
}

type OutcomeProps = Pick<Props, 'plan' | 'chosen'> & { budget: number | null }

function Outcome({ budget, plan, chosen }: OutcomeProps) {
  const { t, format } = useText()
  const { leftOut, lostPerWeek } = chosen
  const cents = (amount: number) => Math.round(amount * 100)
  const over = budget === null ? 0 : (cents(chosen.cost) - cents(budget)) / 100
  const said = [
    t('reorder.budgeted', { count: chosen.bought, amount: format.money(chosen.cost) }),
    plan && plan.worth_of_all > 0
      ? t('reorder.benefit', { share: format.percent(plan.worth / plan.worth_of_all) })
      : null,
    over > 0 ? t('reorder.overBudget', { amount: format.money(over) }) : null,
    plan && budget !== null && plan.unpriced > 0
      ? t('reorder.costUnknown', { count: plan.unpriced })
      : null,
  ]
  return (
    <div aria-live="polite">
      <Text size="sm">{said.filter(Boolean).join(' · ')}</Text>
      {leftOut.length > 0 ? (
        <details>
          <summary className={classes.summary}>
            {[
              t('reorder.leftOut', { count: leftOut.length }),
              lostPerWeek === null
                ? null
                : t('reorder.lostPerWeek', { amount: format.money(lostPerWeek) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </summary>
          <List size="sm">
            {leftOut.slice(0, LEFT_OUT_SHOWN).map((row) => (
              <LeftOut key={`${row.product_id}-${row.location_id}`} row={row} />
            ))}
          </List>
          {leftOut.length > LEFT_OUT_SHOWN ? (
            <Text size="sm" c="dimmed">
              {t('reorder.andMore', { count: leftOut.length - LEFT_OUT_SHOWN })}
            </Text>
          ) : null}
        </details>
      ) : null}
    </div>
  )
}

/** What it means to order nothing of it now. */
function LeftOut({ row }: { row: Advice }) {
  const { t, format } = useText()
  const lost =
    row.money_at_risk_per_day === null
      ? format.quantity(row.units_at_risk_per_day * DAYS_OF_WEEK, row.unit)
      : format.money(row.money_at_risk_per_day * DAYS_OF_WEEK)
  return (
    <List.Item>
      {t('reorder.without', {
        name: row.name ?? row.sku ?? '',
        chance: format.percent(row.chances?.without ?? 0),
        amount: lost,
      })}
    </List.Item>
  )
}
