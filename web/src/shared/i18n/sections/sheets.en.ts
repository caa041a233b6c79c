import { sheets } from '../../sheets/texts.en'

export const texts = { sheets }
