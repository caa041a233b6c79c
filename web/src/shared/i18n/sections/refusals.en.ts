import { errors } from '../refusals/texts.en'

export const texts = { errors }
