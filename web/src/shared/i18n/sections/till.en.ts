import { till } from '@/features/sales/till/texts.en'

export const texts = { till }
