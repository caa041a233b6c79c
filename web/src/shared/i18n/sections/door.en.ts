import { auth } from '@/features/auth/texts.en'
import { address, passkeys, secondFactor, signInRule } from '@/shared/second-factor/texts.en'

export const texts = { auth, address, passkeys, secondFactor, signInRule }
