import { setup } from '@/features/setup/texts.en'

export const texts = { setup }
