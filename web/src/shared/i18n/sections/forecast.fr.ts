import { corrections, forecast, overrides, totals } from '@/features/forecast/texts.fr'

export const texts = { corrections, forecast, overrides, totals }
