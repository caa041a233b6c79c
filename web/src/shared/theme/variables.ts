import {
  type CSSVariablesResolver,
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import { theme } from './theme'

/** All that anything is drawn in: there are variables of these alone. */
export const colors: readonly string[] = ['pine', 'gray', 'dark', 'red', 'orange', 'yellow', 'blue']

const ownVariables: CSSVariablesResolver = () => ({
  // Mantine's own is a colour that is not here.
  variables: { '--mantine-color-success': 'var(--mantine-color-pine-7)' },
  light: {
    '--mantine-color-body': '#f6f8f7',
    '--mantine-color-dimmed': '#56635d',
    '--mantine-color-placeholder': '#66736d',
    '--mantine-color-error': '#b42318',
    '--surface': '#ffffff',
    '--line': '#dfe6e2',
  },
  dark: {
    '--mantine-color-body': '#111614',
    '--mantine-color-dimmed': '#a3b0aa',
    '--mantine-color-placeholder': '#94a29b',
    '--mantine-color-error': '#ff8f85',
    '--mantine-color-anchor': '#79c5a2',
    '--mantine-color-pine-light': '#1c3b2d',
    '--mantine-color-pine-light-hover': '#23493a',
    '--mantine-color-pine-light-color': '#a8d9c2',
    '--surface': '#19201d',
    '--line': '#2c3632',
  },
})

const merged = mergeMantineTheme(DEFAULT_THEME, theme)

/** Of the colours that Mantine brings, those that nothing here is drawn in. */
const unused = Object.keys(merged.colors).filter((name) => !colors.includes(name))
const isUsed = (variable: string) =>
  !unused.some((name) => variable.startsWith(`--mantine-color-${name}-`))

/** What Mantine would reckon from the theme in each browser, in CSS. */
export function themeVariables(): string {
  const own = ownVariables(merged)
  const all = defaultCssVariablesResolver(merged)
  const usedIn = (kind: 'variables' | 'light' | 'dark') =>
    Object.fromEntries(
      Object.entries({ ...all[kind], ...own[kind] }).filter(([name]) => isUsed(name)),
    )
  return convertCssVariables({
    variables: usedIn('variables'),
    light: { ...usedIn('light'), '--mantine-color-scheme': 'light' },
    dark: { ...usedIn('dark'), '--mantine-color-scheme': 'dark' },
  })
}
