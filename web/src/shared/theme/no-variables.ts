/** In the place of what Mantine draws to set its variables: the styles have them (`plugin.ts`). */
export const MantineCssVariables = () => null
