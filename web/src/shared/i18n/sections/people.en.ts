import { account, people } from '@/features/people/texts.en'

export const texts = { account, people }
