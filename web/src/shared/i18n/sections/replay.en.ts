import { replay } from '@/features/replay/texts.en'

export const texts = { replay }
