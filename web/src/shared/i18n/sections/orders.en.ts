import { orders, receipts } from '@/features/purchasing/texts.en'
import { supplierReturns } from '@/features/returns/texts.en'

export const texts = { orders, receipts, supplierReturns }
