import { locations } from '@/features/locations/texts.fr'
import { settings } from '@/features/settings/texts.fr'
import { targets } from '@/features/targets/texts.fr'

export const texts = { locations, settings, targets }
