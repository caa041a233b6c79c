import { setup } from '@/features/setup/texts.fr'

export const texts = { setup }
