import { counts } from '@/features/counting/texts.fr'
import { lots } from '@/features/lots/texts.fr'
import { stock } from '@/features/stock/texts.fr'
import { transfers } from '@/features/transfers/texts.fr'

export const texts = { counts, lots, stock, transfers }
