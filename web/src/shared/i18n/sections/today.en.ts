import { dashboard } from '@/features/dashboard/texts.en'

export const texts = { dashboard }
