import { idOf, oneOf, pageOf } from '@/shared/search'
import type { TransferFilter } from './queries'

/** What is proposed to be sent: so many units of a product, from where and to where. */
export type Proposal = { from?: number; to?: number; product?: number; units?: number }

export function readProposal(search: Record<string, unknown>): Proposal {
  const from = idOf(search.from)
  const to = idOf(search.to)
  const product = idOf(search.product)
  const units = Number(search.units)
  return {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(product ? { product } : {}),
    ...(units > 0 && Number.isFinite(units) ? { units } : {}),
  }
}

export const LIMIT = 25

export const statuses = [
  'draft',
  'in_transit',
  'partially_received',
  'received',
  'cancelled',
] as const
export type TransferStatus = (typeof statuses)[number]

export type TransferSearch = {
  status?: TransferStatus
  location?: number
  product?: number
  page?: number
}

export function readSearch(search: Record<string, unknown>): TransferSearch {
  const status = oneOf(search.status, statuses, undefined)
  const location = idOf(search.location)
  const product = idOf(search.product)
  const page = pageOf(search.page)
  return {
    ...(status ? { status } : {}),
    ...(location ? { location } : {}),
    ...(product ? { product } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const listFilter = (search: TransferSearch): TransferFilter => ({
  ...(search.status ? { status: [search.status] } : {}),
  ...(search.location ? { location_id: search.location } : {}),
  ...(search.product ? { product_id: search.product } : {}),
  page: search.page ?? 1,
  limit: LIMIT,
})
