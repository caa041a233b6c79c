import { products } from '@/features/products/texts.fr'

export const texts = { products }
