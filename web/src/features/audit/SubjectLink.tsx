import { TextLink } from '@/shared/ui/links'

/** What an act was done to, as `purchase_order/12`: a link where it has a page. */
export function SubjectLink({ subject }: { subject: string }) {
  const [, kind, id] = /^(\w+)\/(\d+)/.exec(subject) ?? []
  if (id === undefined) return subject
  switch (kind) {
    case 'product':
      return (
        <TextLink to="/products/$productId" params={{ productId: id }}>
          {subject}
        </TextLink>
      )
    case 'purchase_order':
      return (
        <TextLink to="/orders/$orderId" params={{ orderId: id }}>
          {subject}
        </TextLink>
      )
    case 'supplier':
      return (
        <TextLink to="/suppliers/$supplierId" params={{ supplierId: id }}>
          {subject}
        </TextLink>
      )
    case 'count':
      return (
        <TextLink to="/counts/$countId" params={{ countId: id }}>
          {subject}
        </TextLink>
      )
    case 'transfer':
      return (
        <TextLink to="/transfers/$transferId" params={{ transferId: id }}>
          {subject}
        </TextLink>
      )
    case 'supplier_return':
      return (
        <TextLink to="/supplier-returns/$returnId" params={{ returnId: id }}>
          {subject}
        </TextLink>
      )
    default:
      return subject
  }
}
