import { queue } from '@/features/sales/queue/texts.en'

export const texts = { queue }
