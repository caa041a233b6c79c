import { till } from '@/features/sales/till/texts.fr'

export const texts = { till }
