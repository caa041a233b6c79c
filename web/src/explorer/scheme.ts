const KEPT = 'mantine-color-scheme-value'

/** As dark as the client: what somebody has chosen there, or else what their device is set to. */
export function followScheme() {
  const device = window.matchMedia('(prefers-color-scheme: dark)')
  const follow = () => {
    const chosen = localStorage.getItem(KEPT)
    const isDark = chosen === 'dark' || (chosen !== 'light' && device.matches)
    document.documentElement.classList.toggle('dark-mode', isDark)
  }
  follow()
  device.addEventListener('change', follow)
  // Chosen in another tab.
  window.addEventListener('storage', follow)
}
