import { i18n, useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'

type Props = {
  subject: string
  names: Record<'product' | 'supplier' | 'location' | 'user', (id: number) => string>
}

/** What an act was done to, kept as `purchase_order/12`: by its name, a link where it has a page. */
export function SubjectLink({ subject, names }: Props) {
  const { t } = useText()
  const [, kind = '', id = ''] = /^(\w+)(?:\/|:)(.+)$/.exec(subject) ?? [subject, subject]
  const numbered = /^\d+$/.test(id)
  switch (kind) {
    case 'user':
      return numbered ? names.user(Number(id)) : t('acts.subjects.nobodyKnown')
    case 'location':
      return names.location(Number(id))
    case 'product':
      return numbered ? (
        <TextLink to="/products/$productId" params={{ productId: id }}>
          {names.product(Number(id))}
        </TextLink>
      ) : null
    case 'supplier':
      return (
        <TextLink to="/suppliers/$supplierId" params={{ supplierId: id }}>
          {names.supplier(Number(id))}
        </TextLink>
      )
    case 'purchase_order':
      return (
        <TextLink to="/orders/$orderId" params={{ orderId: id }}>
          {t('acts.subjects.purchase_order', { id })}
        </TextLink>
      )
    case 'count':
      return (
        <TextLink to="/counts/$countId" params={{ countId: id }}>
          {t('acts.subjects.count', { id })}
        </TextLink>
      )
    case 'transfer':
      return (
        <TextLink to="/transfers/$transferId" params={{ transferId: id }}>
          {t('acts.subjects.transfer', { id })}
        </TextLink>
      )
    case 'supplier_return':
      return (
        <TextLink to="/supplier-returns/$returnId" params={{ returnId: id }}>
          {t('acts.subjects.supplier_return', { id })}
        </TextLink>
      )
    case 'sale':
      return (
        <TextLink to="/sales/lines/$saleId" params={{ saleId: id }}>
          {t('acts.subjects.sale', { id })}
        </TextLink>
      )
    case 'basket':
      return (
        <TextLink to="/sales/baskets/$basketId" params={{ basketId: id }}>
          {t('acts.subjects.basket', { id })}
        </TextLink>
      )
    default:
      return <OtherSubject kind={kind} id={id} subject={subject} />
  }
}

function OtherSubject({ kind, id, subject }: { kind: string; id: string; subject: string }) {
  const { t } = useText()
  return i18n.exists(`acts.subjects.${kind}`)
    ? t(`acts.subjects.${kind}` as 'acts.subjects.lot', { id })
    : subject
}
