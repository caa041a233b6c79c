import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsAdjustStock,
  productsCreateSupplier,
  productsImportProducts,
  productsListSuppliers,
} from '@/api/gen/sdk.gen'
import { AT_ONCE } from '@/shared/paging'
import { makeStale } from '@/shared/stale'
import { amountOf, catalogueFiles, countedOf, newSuppliers, type Row } from './rows'

type Input = {
  rows: readonly Row[]
  /** Of suppliers that there are not yet. */
  leadTimeDays: number | undefined
}

/**
 * Sends what was typed: suppliers first, because prices and costs name them, then the counted stock.
 * Whatever fails, sending all of it again does no harm: what is there already stays.
 */
async function saveRows({ rows, leadTimeDays }: Input) {
  const { data: suppliers } = await productsListSuppliers({ query: { limit: AT_ONCE } })
  const known = suppliers.map(({ name }) => name)
  for (const name of newSuppliers(rows, known)) {
    await productsCreateSupplier({
      body: { name, ...(leadTimeDays === undefined ? {} : { lead_time_days: leadTimeDays }) },
    })
  }
  for (const body of catalogueFiles(rows)) await productsImportProducts({ body })
  const costs = new Map(rows.map(({ id, cells }) => [id, amountOf(cells.cost)]))
  for (const { id, counted, comesIn } of countedOf(rows)) {
    const cost = comesIn ? costs.get(id) : null
    await productsAdjustStock({
      body: {
        product_id: id,
        counted,
        reason: 'count',
        ...(cost == null ? {} : { unit_cost: cost }),
      },
    })
  }
}

/** Everything that is read changes with it. */
export function useSaveRows() {
  const client = useQueryClient()
  return useMutation({ mutationFn: saveRows, onSettled: () => makeStale(client, []) })
}
