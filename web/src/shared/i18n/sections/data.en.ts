import { data } from '@/features/etl/texts.en'

export const texts = { data }
