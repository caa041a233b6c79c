import { Checkbox, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { categoriesQuery } from '@/shared/categories'
import { useText } from '@/shared/i18n'
import { Filters } from '@/shared/ui/Filters'
import { SearchSelect } from '@/shared/ui/SearchSelect'
import { Select } from '@/shared/ui/Select'
import { usePhone } from '@/shared/ui/use-phone'
import { lefts, type ProductSearch, sorts } from './search'

type Props = {
  search: ProductSearch
  sort: string | undefined
  onSearch: (change: ProductSearch, options?: { replace: boolean }) => void
  onSort: (sort: string | null) => void
}

const narrow = { flex: '1 1 10rem', maxWidth: '14rem' }

/** Which products are shown: by words, category and stock, or those that were archived. */
export function ProductFilters({ search, sort, onSearch, onSort }: Props) {
  const { t } = useText()
  const phone = usePhone()
  const known = useQuery(categoriesQuery())
  const change = (part: ProductSearch, options?: { replace: boolean }) =>
    onSearch({ ...part, page: undefined }, options)
  const searchFor = useDebouncedCallback(
    (text: string) => change({ q: text.trim() || undefined }, { replace: true }),
    200,
  )
  const { category, archived } = search
  const categories = new Set([...(known.data ?? []), category ?? ''])
  categories.delete('')
  return (
    <Filters
      search={{ category, left: search.left, archived }}
      onSearch={change}
      lead={
        <TextInput
          // Another view has other words.
          key={search.q === undefined ? 'none' : 'some'}
          type="search"
          aria-label={t('products.searchLabel')}
          placeholder={t('products.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          defaultValue={search.q ?? ''}
          onChange={(event) => searchFor(event.currentTarget.value)}
          style={{ flex: '1 1 13rem', maxWidth: '26rem' }}
        />
      }
    >
      <SearchSelect
        aria-label={t('products.category')}
        placeholder={t('products.anyCategory')}
        clearable
        value={category ?? null}
        data={[...categories]}
        onChange={(chosen) => change({ category: chosen ?? undefined })}
        style={narrow}
      />
      <Select
        aria-label={t('products.stock')}
        placeholder={t('products.anyStock')}
        clearable
        value={search.left === undefined ? null : String(search.left)}
        data={lefts.map((left) => ({
          value: String(left),
          label: t('products.left', { count: left }),
        }))}
        onChange={(value) => change({ left: lefts.find((left) => String(left) === value) })}
        style={narrow}
      />
      <Checkbox
        label={t('products.archivedOnly')}
        checked={archived ?? false}
        onChange={({ currentTarget: { checked } }) => change({ archived: checked || undefined })}
        // In the middle of the fields beside it.
        my={8}
      />
      {phone ? (
        <Select
          aria-label={t('common.sortBy')}
          value={sort ?? null}
          placeholder={t('common.bestMatch')}
          onChange={onSort}
          data={sorts.map((value) => ({ value, label: sortLabel(t, value) }))}
          style={{ flex: '1 1 9rem' }}
        />
      ) : null}
    </Filters>
  )
}

function sortLabel(t: ReturnType<typeof useText>['t'], sort: (typeof sorts)[number]): string {
  const field = sort.replace('-', '') as 'name' | 'sku' | 'price' | 'stock'
  const direction = sort.startsWith('-') ? 'descending' : 'ascending'
  return `${t(`products.${field}`)}, ${t(`common.sorted.${direction}`)}`
}
