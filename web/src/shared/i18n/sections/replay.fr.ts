import { replay } from '@/features/replay/texts.fr'

export const texts = { replay }
