import { locations } from '@/features/locations/texts.en'
import { settings } from '@/features/settings/texts.en'
import { targets } from '@/features/targets/texts.en'

export const texts = { locations, settings, targets }
