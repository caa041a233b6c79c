import { prove, signInWithPasskey } from '@/api/session'

type Options<T> = { public_key: T }

export const hasPasskeys = () =>
  typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential

/** Null when its owner changed their mind, or the device has none. */
async function asked(question: Promise<Credential | null>): Promise<unknown | null> {
  try {
    return ((await question) as PublicKeyCredential | null)?.toJSON() ?? null
  } catch (failure) {
    if (failure instanceof DOMException) return null
    throw failure
  }
}

/** Whether the device has made one. */
export async function addPasskey(name: string, password: string, setupToken?: string) {
  const { public_key } = await prove<Options<PublicKeyCredentialCreationOptionsJSON>>(
    'passkeys/options',
    { current_password: password },
    setupToken,
  )
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(public_key)
  const credential = await asked(navigator.credentials.create({ publicKey }))
  if (credential === null) return false
  await prove('passkeys', { name, credential }, setupToken)
  return true
}

/** Whether somebody is signed in by it. */
export async function enterWithPasskey() {
  const { public_key } = await prove<Options<PublicKeyCredentialRequestOptionsJSON>>(
    'passkeys/sign-in/options',
    {},
  )
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(public_key)
  const credential = await asked(navigator.credentials.get({ publicKey }))
  if (credential === null) return false
  await signInWithPasskey(credential)
  return true
}
