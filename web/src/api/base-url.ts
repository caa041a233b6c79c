/**
 * Where the services are reached. Taken from VITE_API_URL, which people write with or without a
 * trailing `/api` (the paths of the generated client contain it); the page's own origin otherwise.
 */
export function baseUrl(
  configured: string | undefined = import.meta.env.VITE_API_URL,
  origin: string = globalThis.location?.origin ?? 'http://localhost',
): string {
  const address = configured
    ?.trim()
    .replace(/\/+$/, '')
    .replace(/\/api$/, '')
    .replace(/\/+$/, '')
  return address ? address : origin
}
