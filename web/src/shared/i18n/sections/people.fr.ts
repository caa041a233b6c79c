import { account, people } from '@/features/people/texts.fr'

export const texts = { account, people }
