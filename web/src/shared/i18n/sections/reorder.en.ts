import { reorder } from '@/features/replenishment/texts.en'

export const texts = { reorder }
