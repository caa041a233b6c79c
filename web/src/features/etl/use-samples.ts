import { useQuery } from '@tanstack/react-query'
import { productsQuery } from '@/shared/products'
import { emitterQuery, isOver, syntheticJobsQuery } from './jobs'

/**
 * Made-up sales are for a shop that is empty, or that has made-up ones already: among real sales
 * they would never be found again. A stream that runs can always be stopped.
 */
export function useSamples() {
  const products = useQuery(productsQuery({ sort: 'name', limit: 1 }))
  const synthetic = useQuery(syntheticJobsQuery)
  const emitter = useQuery(emitterQuery)
  const empty = products.data?.total === 0
  const demo = synthetic.data?.some(({ status }) => holdsSales.includes(status)) === true
  const emits = emitter.data != null && !isOver(emitter.data)
  const isPending = [products, synthetic, emitter].some((each) => each.isPending)
  return { shown: empty || demo || emits, isPending }
}

const holdsSales: readonly string[] = ['queued', 'running', 'done']
