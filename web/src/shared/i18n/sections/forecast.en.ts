import { corrections, forecast, overrides, totals } from '@/features/forecast/texts.en'

export const texts = { corrections, forecast, overrides, totals }
