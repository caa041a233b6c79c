import { alerts } from '@/features/alerts/texts.fr'

export const texts = { alerts }
