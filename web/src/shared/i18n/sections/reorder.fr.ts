import { reorder } from '@/features/replenishment/texts.fr'

export const texts = { reorder }
