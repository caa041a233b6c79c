/** Keeps the till for the time without a network, once the page has all that it needs itself. */
export function registerWorker() {
  // Browsers have it on https and on localhost only.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/sw.js').catch(() => undefined)
}
