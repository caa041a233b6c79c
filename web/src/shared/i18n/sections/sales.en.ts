import { margins } from '@/features/margins/texts.en'
import { baskets, sales } from '@/features/sales/texts.en'

export const texts = { margins, baskets, sales }
