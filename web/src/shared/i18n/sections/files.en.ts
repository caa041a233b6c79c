import { errors } from '../files/texts.en'

export const texts = { errors }
