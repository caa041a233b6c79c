import { MantineThemeProvider } from '@mantine/core'
import { type ReactNode, useId, useMemo } from 'react'

/**
 * Gives the list of the field inside an id that stays. Mantine's own changes once it stands
 * there, and the field goes on naming the former: no list, for whoever reads by ear.
 */
export function ListId({ children }: { children: ReactNode }) {
  const id = useId()
  const theme = useMemo(() => ({ components: { ComboboxOptions: { defaultProps: { id } } } }), [id])
  return (
    <MantineThemeProvider inherit theme={theme}>
      {children}
    </MantineThemeProvider>
  )
}
