import { products } from '@/features/products/texts.en'

export const texts = { products }
