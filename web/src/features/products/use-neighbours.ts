import { useQueries } from '@tanstack/react-query'
import { type Product, productsQuery } from '@/shared/products'
import { LIMIT, listFilter, type ProductSearch } from './search'

export type Neighbour = { product: Product; list: ProductSearch }

/** Who stands before and after a product in the list that one came from, across its pages. */
export function useNeighbours(id: number, list: ProductSearch | undefined) {
  const page = list?.page ?? 1
  const onPage = (n: number): ProductSearch => {
    const { page: _, ...others } = list ?? {}
    return n === 1 ? others : { ...others, page: n }
  }
  const pages = list === undefined ? [] : [page - 1, page, page + 1].filter((n) => n > 0)
  const found = useQueries({
    queries: pages.map((n) => ({ ...productsQuery(listFilter(onPage(n))), staleTime: 60_000 })),
    combine: (answers) =>
      answers.map(({ data, isPlaceholderData }) => (isPlaceholderData ? undefined : data)),
  })
  const rows = found.flatMap((answer, at) =>
    (answer?.rows ?? []).map((product) => ({ product, list: onPage(pages[at] ?? 1) })),
  )
  const at = rows.findIndex(({ product }) => product.id === id)
  const total = found.find(Boolean)?.total
  const here = rows[at]
  const first = ((here?.list.page ?? 1) - 1) * LIMIT
  const before = rows.filter((row) => row.list.page === here?.list.page)
  return {
    previous: at > 0 ? rows[at - 1] : undefined,
    next: at >= 0 ? rows[at + 1] : undefined,
    /** Its place in the list, and how many stand there. */
    place: here && total ? { n: first + before.indexOf(here) + 1, total } : null,
  }
}
