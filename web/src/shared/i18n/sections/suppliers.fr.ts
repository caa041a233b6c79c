import { suppliers, terms } from '@/features/suppliers/texts.fr'

export const texts = { suppliers, terms }
