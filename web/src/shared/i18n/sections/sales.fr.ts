import { margins } from '@/features/margins/texts.fr'
import { baskets, sales } from '@/features/sales/texts.fr'

export const texts = { margins, baskets, sales }
