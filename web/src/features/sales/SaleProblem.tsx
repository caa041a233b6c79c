import { Alert, Button, Stack } from '@mantine/core'
import { ApiError } from '@/api/errors'
import { useText } from '@/shared/i18n'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

type Props = {
  failure: unknown
  name: string
  requested: number
  onSellRest: (rest: number) => void
}

/** Why the sale was refused. When stock is short: how much is left, and one key to sell that. */
export function SaleProblem({ failure, name, requested, onSellRest }: Props) {
  const { t } = useText()
  if (!(failure instanceof ApiError) || failure.code !== 'insufficient_stock') {
    return <ProblemAlert failure={failure} />
  }
  const left = Number(failure.params.left ?? 0)
  return (
    <Alert role="alert" color="orange" variant="light">
      <Stack gap="xs" align="flex-start">
        {left > 0 ? t('sell.short', { count: left, requested, name }) : t('sell.none', { name })}
        {left > 0 ? (
          <Button size="xs" variant="default" onClick={() => onSellRest(left)}>
            {t('sell.sellRest', { count: left })}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  )
}
