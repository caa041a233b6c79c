import { errors } from '../files/texts.fr'

export const texts = { errors }
