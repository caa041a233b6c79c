import { Group, Text } from '@mantine/core'
import { numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { MoneyInput } from '@/shared/ui/MoneyInput'
import type { Budgeted } from './choice'

type Props = {
  budget: number | null
  chosen: Budgeted
  onChange: (budget: number | null) => void
}

/** So much may be spent: which products that is enough for, and how much of the benefit. */
export function BudgetPart({ budget, chosen, onChange }: Props) {
  const { t, format } = useText()
  const said =
    budget === null
      ? null
      : [
          t('reorder.budgeted', {
            count: chosen.rows.length,
            amount: format.money(chosen.cost),
          }),
          chosen.share === null
            ? null
            : t('reorder.benefit', { share: format.percent(chosen.share) }),
          chosen.unknown > 0 ? t('reorder.costUnknown', { count: chosen.unknown }) : null,
        ]
  return (
    <Group gap="sm" align="flex-end">
      <MoneyInput
        label={t('reorder.budget')}
        placeholder={t('reorder.noBudget')}
        w={140}
        value={budget ?? ''}
        onChange={(value) => onChange(numberOf(value) ?? null)}
      />
      {said ? (
        <Text size="sm" pb={6} aria-live="polite">
          {said.filter(Boolean).join(' · ')}
        </Text>
      ) : null}
    </Group>
  )
}
