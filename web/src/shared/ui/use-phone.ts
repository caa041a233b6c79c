import { useMediaQuery } from '@mantine/hooks'

/** Is the screen too narrow for columns? Read at once, so that nothing is drawn twice. */
export function usePhone(): boolean {
  return useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false })
}
