import { counts } from '@/features/counting/texts.en'
import { lots } from '@/features/lots/texts.en'
import { stock } from '@/features/stock/texts.en'
import { transfers } from '@/features/transfers/texts.en'

export const texts = { counts, lots, stock, transfers }
