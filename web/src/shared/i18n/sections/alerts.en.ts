import { alerts } from '@/features/alerts/texts.en'

export const texts = { alerts }
