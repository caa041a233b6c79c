import { acts } from '@/features/audit/acts/texts.en'
import { audit } from '@/features/audit/texts.en'

export const texts = { acts, audit }
