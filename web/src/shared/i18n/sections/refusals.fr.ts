import { errors } from '../refusals/texts.fr'

export const texts = { errors }
