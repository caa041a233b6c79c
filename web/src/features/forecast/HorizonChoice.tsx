import { Input, SegmentedControl } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { type Horizon, horizons } from './queries'

type Props = { horizon: Horizon; onHorizon: (horizon: Horizon) => void }

/** So many days ahead. */
export function HorizonChoice({ horizon, onHorizon }: Props) {
  const { t, format } = useText()
  return (
    <Input.Wrapper label={t('forecast.horizon')} labelElement="div" id="horizon">
      <SegmentedControl
        display="flex"
        aria-label={t('forecast.horizon')}
        value={String(horizon)}
        onChange={(value) => {
          const next = horizons.find((days) => String(days) === value)
          if (next) onHorizon(next)
        }}
        data={horizons.map((days) => ({
          value: String(days),
          label: format.integer(days),
        }))}
      />
    </Input.Wrapper>
  )
}
