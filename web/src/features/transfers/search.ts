import { idOf } from '@/shared/search'

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
