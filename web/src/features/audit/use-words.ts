import { useQueries } from '@tanstack/react-query'
import { nameOf, weekdayChoices, zoneName } from '@/shared/choices'
import { i18n, useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { useProductNames } from '@/shared/product-names'
import { supplierQuery } from '@/shared/suppliers'
import { idsIn, isRecord, kindOf } from './kinds'
import type { Words } from './lines'
import type { Act } from './queries'

type Tree = Record<string, Record<string, string>>

/** What acts of this page name, in words: fields, values, and the names of what has one. */
export function useWords(acts: readonly Act[]) {
  const names = useNames(acts)
  const { t, format, language } = useText()
  const tree = i18n.under('acts.values') as Tree

  const field = (name: string) =>
    i18n.exists(`acts.fields.${name}`)
      ? t(`acts.fields.${name}` as 'acts.fields.name')
      : name.replaceAll('_', ' ')

  const ofKind: Record<NonNullable<ReturnType<typeof kindOf>>, (value: unknown) => string> = {
    cost: (value) => format.decimal(Number(value), 6),
    country: (value) => nameOf(language, 'region', String(value)),
    currency: (value) => nameOf(language, 'currency', String(value)),
    day: (value) => format.day(String(value)),
    language: (value) =>
      new Intl.DisplayNames(language, { type: 'language' }).of(String(value)) ?? '',
    name: String,
    location: (value) => names.location(Number(value)),
    percent: (value) => format.share(Number(value) / 100),
    price: (value) => format.cost(Number(value)),
    product: (value) => names.product(Number(value)),
    role: (value) =>
      value === 'service account'
        ? t('acts.serviceAccount')
        : t(`roles.${String(value)}` as 'roles.admin'),
    share: (value) => format.share(Number(value)),
    supplier: (value) => names.supplier(Number(value)),
    weekdays: (value) =>
      weekdayChoices(language, null).find((day) => day.value === String(value))?.label ??
      String(value),
    zone: (value) => zoneName(language, String(value), new Date()),
  }

  function value(name: string, given: unknown): string {
    if (given === null || given === undefined || given === '') return t('acts.nothing')
    if (Array.isArray(given)) {
      return given.map((each) => value(name, each)).join(', ') || t('acts.nothing')
    }
    if (isRecord(given)) return ofRecord(given)
    if (typeof given === 'boolean') return t(given ? 'common.yes' : 'common.no')
    const kind = kindOf(name)
    if (kind) return ofKind[kind](given)
    if (typeof given === 'number') return format.decimal(given, 6)
    return tree[name]?.[given as string] ?? ofOtherPages(name, String(given))
  }

  /** Words that other pages have for the same. */
  function ofOtherPages(name: string, given: string) {
    const key = name === 'unit' ? 'products.units' : name === 'off' ? 'alerts.kinds' : 'reasons'
    const known = ['unit', 'off', 'reason'].includes(name) && /^\w+$/.test(given)
    return known && i18n.exists(`${key}.${given}`) ? t(`${key}.${given}` as 'reasons.sale') : given
  }

  /** A period, so many of a product or at a location, or fields with what they are. */
  function ofRecord({ from, to, ...given }: Record<string, unknown>): string {
    const period = from && to ? [`${format.day(String(from))} – ${format.day(String(to))}`] : []
    const { product_id, location_id, quantity, units, ...others } = given
    const what = product_id ?? location_id
    const amount = quantity ?? units
    const counted =
      what === undefined
        ? []
        : [
            t('common.labelled', {
              label: product_id ? names.product(Number(what)) : names.location(Number(what)),
              value: amount === undefined ? t('acts.nothing') : value('quantity', amount),
            }),
          ]
    // When and where each was counted is more than a line can hold.
    const rest = what === undefined ? Object.entries(others) : []
    const said = rest
      .filter(([, each]) => each !== null && each !== false && each !== '')
      .map(([name, each]) => `${field(name)} ${value(name, each)}`)
    return [...period, ...counted, ...said].join(' · ') || t('acts.nothing')
  }

  const words: Words = {
    field,
    value,
    product: names.product,
    added: (text) => t('acts.added', { value: text }),
    removed: (text) => t('acts.removed', { value: text }),
  }
  return { words, names }
}

function useNames(acts: readonly Act[]) {
  const { t } = useText()
  const said = acts.flatMap(({ subject, changes }) => [changes, { [subject]: null }])
  const products = useProductNames(idsIn('product', ...said))
  const suppliers = useQueries({
    queries: idsIn('supplier', ...said).map(supplierQuery),
    combine: (found) =>
      new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []))),
  })
  const locations = useLocations()
  return {
    product: (id: number) => products.get(id)?.name ?? t('acts.subjects.product', { id }),
    supplier: (id: number) => suppliers.get(id) ?? t('acts.subjects.supplier', { id }),
    location: locations.nameOf,
  }
}
