import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { categoriesQuery } from '../categories'
import { ListId } from './ListId'

/** A category by its name; those that sell are proposed, so that nobody writes one in two ways. */
export function CategoryInput(props: AutocompleteProps) {
  const known = useQuery(categoriesQuery())
  return (
    <ListId>
      <Autocomplete
        // As many as fit without scrolling; one more letter finds the others.
        limit={6}
        data={(known.data ?? []).filter((name) => name !== '')}
        comboboxProps={{ keepMounted: false }}
        {...props}
      />
    </ListId>
  )
}
