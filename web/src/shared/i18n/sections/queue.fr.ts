import { queue } from '@/features/sales/queue/texts.fr'

export const texts = { queue }
