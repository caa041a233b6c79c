import { suppliers, terms } from '@/features/suppliers/texts.en'

export const texts = { suppliers, terms }
