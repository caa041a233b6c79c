import './print.css'

const SCHEME = 'data-mantine-color-scheme'
/** Charts are pictures of the scheme they were drawn in. */
const DRAWN_DARK = 'data-dark-on-screen'

const root = document.documentElement
let onScreen: string | null = null

// Paper is white: what is dark on the screen is printed in the colours of the light scheme.
window.addEventListener('beforeprint', () => {
  onScreen ??= root.getAttribute(SCHEME)
  root.toggleAttribute(DRAWN_DARK, onScreen === 'dark')
  root.setAttribute(SCHEME, 'light')
})

window.addEventListener('afterprint', () => {
  if (onScreen) root.setAttribute(SCHEME, onScreen)
  root.removeAttribute(DRAWN_DARK)
  onScreen = null
})
