import { useMediaQuery } from '@mantine/hooks'

const NARROW = '(max-width: 47.99em)'

/** The same before a page is drawn. */
export const isPhone = () => matchMedia(NARROW).matches

/** Is the screen too narrow for columns? Read at once, so that nothing is drawn twice. */
export function usePhone(): boolean {
  return useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
}
