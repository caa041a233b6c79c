import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '@/shared/i18n'
import { isAtLeast, useUser } from '@/shared/user'
import { beginnings, pages } from './destinations'
import { foundOrder, foundProducts, foundSuppliers, orderNumber, says } from './found'

export type Item = { id: string; title: string; detail?: string; go: () => unknown }
export type Group = {
  key: 'orders' | 'products' | 'suppliers' | 'actions' | 'pages'
  items: Item[]
}

/** What there is to go to or to do for what was typed; without anything, all pages and actions. */
export function usePaletteItems(text: string, onShortcuts: () => void) {
  const { t } = useText()
  const { user, mayManage } = useUser()
  const navigate = useNavigate()
  const number = orderNumber(text)
  const products = useQuery({ ...foundProducts(text), enabled: text !== '' })
  const suppliers = useQuery({ ...foundSuppliers(text), enabled: text !== '' && mayManage })
  const order = useQuery({
    ...foundOrder(number ?? 0),
    enabled: number !== undefined && mayManage,
    placeholderData: keepPreviousData,
  })

  const toPage = ({ to, label }: (typeof pages | typeof beginnings)[number]): Item => ({
    id: to,
    title: t(label),
    go: () => navigate({ to }),
  })
  const allowed = ({ from }: { from: Parameters<typeof isAtLeast>[1] }) =>
    isAtLeast(user?.role, from)
  const sheet: Item = { id: 'shortcuts', title: t('palette.shortcuts'), go: onShortcuts }
  const named = (items: Item[]) => items.filter(({ title }) => says(title, text))

  const groups: Group[] = [
    {
      key: 'orders',
      items:
        order.data && order.data.id === number
          ? [
              {
                id: 'order',
                title: t('palette.orderNumber', { id: order.data.id }),
                detail: order.data.supplier_name,
                go: () => navigate({ to: '/orders/$orderId', params: { orderId: String(number) } }),
              },
            ]
          : [],
    },
    {
      key: 'products',
      items:
        text === ''
          ? []
          : (products.data?.rows ?? []).map(({ id, name, sku }) => ({
              id: `product-${id}`,
              title: name,
              detail: sku,
              go: () => navigate({ to: '/products/$productId', params: { productId: String(id) } }),
            })),
    },
    {
      key: 'suppliers',
      items:
        text === '' || !mayManage
          ? []
          : (suppliers.data?.rows ?? []).map(({ id, name }) => ({
              id: `supplier-${id}`,
              title: name,
              go: () =>
                navigate({ to: '/suppliers/$supplierId', params: { supplierId: String(id) } }),
            })),
    },
    { key: 'actions', items: named([...beginnings.filter(allowed).map(toPage), sheet]) },
    { key: 'pages', items: named(pages.filter(allowed).map(toPage)) },
  ]
  const waiting = text !== '' && (products.isFetching || suppliers.isFetching || order.isFetching)
  return { groups: groups.filter(({ items }) => items.length > 0), waiting }
}
