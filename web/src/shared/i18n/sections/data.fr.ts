import { data } from '@/features/etl/texts.fr'

export const texts = { data }
