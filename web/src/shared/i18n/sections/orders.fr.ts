import { orders, receipts } from '@/features/purchasing/texts.fr'
import { supplierReturns } from '@/features/returns/texts.fr'

export const texts = { orders, receipts, supplierReturns }
