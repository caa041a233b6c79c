import { join } from 'node:path'
import type { Plugin } from 'vite'
import { themeVariables } from './variables'

const VARIABLES = 'virtual:theme-variables.css'

/** The variables of the theme come with the styles, and not the script that reckons them. */
export const variablesInStyles = (): Plugin => ({
  name: 'theme-variables',
  config: () => ({
    resolve: {
      alias: [
        {
          find: /.*\/MantineCssVariables\/MantineCssVariables\.mjs$/,
          replacement: join(import.meta.dirname, 'no-variables.ts'),
        },
      ],
    },
  }),
  resolveId: (id) => (id === VARIABLES ? id : undefined),
  load: (id) => (id === VARIABLES ? themeVariables() : undefined),
})
