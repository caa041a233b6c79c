import { acts } from '@/features/audit/acts/texts.fr'
import { audit } from '@/features/audit/texts.fr'

export const texts = { acts, audit }
