import { Alert, Button, Stack } from '@mantine/core'
import { ApiError } from '@/api/errors'
import { useText } from '@/shared/i18n'
import type { Unit } from '@/shared/quantity'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

type Props = {
  failure: unknown
  name: string
  unit: Unit | undefined
  requested: number
  onSellRest: (rest: number) => void
}

/** Why the sale was refused. When stock is short: how much is left, and one key to sell that. */
export function SaleProblem({ failure, name, unit, requested, onSellRest }: Props) {
  const { t, format } = useText()
  if (!(failure instanceof ApiError) || failure.code !== 'insufficient_stock') {
    return <ProblemAlert failure={failure} />
  }
  const left = Number(failure.params.left ?? 0)
  const shown = (units: number) => format.quantity(units, unit)
  const isLastPiece = left === 1 && (unit ?? 'piece') === 'piece'
  return (
    <Alert role="alert" color="orange" variant="light">
      <Stack gap="xs" align="flex-start">
        {left > 0
          ? t('sell.short', { left: shown(left), requested: shown(requested), name })
          : t('sell.none', { name })}
        {left > 0 ? (
          <Button size="xs" variant="default" onClick={() => onSellRest(left)}>
            {isLastPiece ? t('sell.sellLast') : t('sell.sellRest', { left: shown(left) })}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  )
}
