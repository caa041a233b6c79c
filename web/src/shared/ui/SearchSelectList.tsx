import { isOptionsGroup, type OptionsFilter, Select, type SelectProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { matches } from '../choices'
import { useText } from '../i18n'
import { ListId } from './ListId'
import { type Begun, useGoOn } from './use-late-field'

const filter: OptionsFilter = ({ options, search }) => {
  const fits = matches(search)
  return options
    .map((option) =>
      isOptionsGroup(option) ? { ...option, items: option.items.filter(fits) } : option,
    )
    .filter((option) => (isOptionsGroup(option) ? option.items.length > 0 : fits(option)))
}

/** The whole of a `SearchSelect`, which goes on where the plain field was left. */
export function SearchSelectList({ begun, ...props }: SelectProps & { begun: Begun }) {
  const { t } = useText()
  const field = useGoOn(begun)
  const [opened, setOpened] = useState(begun.opened)
  // Mantine gives its field neither this nor the role, and takes away what is passed to it.
  useEffect(() => field.current?.setAttribute('aria-expanded', String(opened)))
  return (
    <ListId>
      <Select
        ref={field}
        role="combobox"
        searchable
        onDropdownOpen={() => setOpened(true)}
        onDropdownClose={() => setOpened(false)}
        defaultDropdownOpened={begun.opened}
        selectFirstOptionOnChange
        filter={filter}
        nothingFoundMessage={t('common.nothing')}
        // Hundreds of options are no part of the page until they are looked at.
        comboboxProps={{ keepMounted: false }}
        // Typed over, not added to what is chosen. A click puts the cursor somewhere after the focus.
        onFocus={(event) => event.currentTarget.select()}
        onClick={(event) => event.currentTarget.select()}
        // Enter takes an option; where none matches it must not save the form with the one before.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault()
        }}
        {...props}
      />
    </ListId>
  )
}
