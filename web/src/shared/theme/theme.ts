import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** A deep green: calm beside numbers, and dark enough for white text from shade 7 on. */
const pine: MantineColorsTuple = [
  '#e9f7f1',
  '#d3ece0',
  '#a8d9c2',
  '#79c5a2',
  '#4fb286',
  '#2f9d71',
  '#1b835c',
  '#12704d',
  '#0c5b3e',
  '#08442f',
]

/** Mantine's greys with a touch of the same green, so that fields fit the panels they stand on. */
const dark: MantineColorsTuple = [
  '#dfe7e3',
  '#b9c4be',
  '#94a29b',
  '#6b7872',
  '#3b4742',
  '#2b3531',
  '#222b27',
  '#19201d',
  '#131917',
  '#0d1210',
]

const font =
  "Inter, 'Before Inter', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"

/**
 * What opens at a field or a button stays in its part of the page, for who reads by landmarks; it
 * is placed by the window, so that no table or dialog that scrolls cuts it off.
 */
const inPlace = { withinPortal: false, floatingStrategy: 'fixed' } as const

/** The list itself scrolls: a part within it that does could not be reached by keys. */
const choices = {
  defaultProps: { withScrollArea: false },
  styles: { options: { maxHeight: 220, overflowY: 'auto' } },
} as const

export const theme = createTheme({
  primaryColor: 'pine',
  colors: { pine, dark },
  // Mantine’s usual shades miss 4.5:1 for links and white text on filled buttons.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  fontFamily: font,
  headings: { fontFamily: font, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Combobox: { defaultProps: inPlace },
    // A placeholder for the first focus would be a child that no menu may have.
    Menu: { defaultProps: { ...inPlace, withInitialFocusPlaceholder: false } },
    // In yellow, the colour of the kind is too light to be read on its ground.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    // Another transition leaves a transform behind, and what opens in a dialog is cut off by it.
    Modal: { defaultProps: { transitionProps: { transition: 'fade' } } },
    Select: choices,
    Autocomplete: choices,
    TagsInput: choices,
  },
})
