/** A random key for a request. `crypto.randomUUID` is missing on plain-HTTP addresses of a shop. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
