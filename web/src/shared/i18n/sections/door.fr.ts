import { auth } from '@/features/auth/texts.fr'
import { address, passkeys, secondFactor, signInRule } from '@/shared/second-factor/texts.fr'

export const texts = { auth, address, passkeys, secondFactor, signInRule }
