import { sheets } from '../../sheets/texts.fr'

export const texts = { sheets }
