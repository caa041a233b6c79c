import { useQuery } from '@tanstack/react-query'
import { supplierQuery } from '../suppliers'
import { TextLink } from './links'

/** A supplier by its name, which leads to it. */
export function SupplierName({ id }: { id: number }) {
  const { data, isPending } = useQuery(supplierQuery(id))
  return (
    <TextLink to="/suppliers/$supplierId" params={{ supplierId: String(id) }}>
      {data?.name ?? (isPending ? '…' : `#${id}`)}
    </TextLink>
  )
}
