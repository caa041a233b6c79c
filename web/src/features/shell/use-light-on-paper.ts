import { useEffect } from 'react'

const SCHEME = 'data-mantine-color-scheme'
/** Charts are pictures of the scheme they were drawn in. */
const DRAWN_DARK = 'data-dark-on-screen'

/** Paper is white: what is dark on the screen is printed in the colours of the light scheme. */
export function useLightOnPaper() {
  useEffect(() => {
    const root = document.documentElement
    let onScreen: string | null = null
    const toPaper = () => {
      onScreen ??= root.getAttribute(SCHEME)
      root.toggleAttribute(DRAWN_DARK, onScreen === 'dark')
      root.setAttribute(SCHEME, 'light')
    }
    const toScreen = () => {
      if (onScreen) root.setAttribute(SCHEME, onScreen)
      root.removeAttribute(DRAWN_DARK)
      onScreen = null
    }
    window.addEventListener('beforeprint', toPaper)
    window.addEventListener('afterprint', toScreen)
    return () => {
      window.removeEventListener('beforeprint', toPaper)
      window.removeEventListener('afterprint', toScreen)
      toScreen()
    }
  }, [])
}
