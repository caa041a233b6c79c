import { dashboard } from '@/features/dashboard/texts.fr'

export const texts = { dashboard }
