import { isOptionsGroup, type OptionsFilter, Select, type SelectProps } from '@mantine/core'
import { matches } from '../choices'
import { useText } from '../i18n'

const filter: OptionsFilter = ({ options, search }) => {
  const fits = matches(search)
  return options
    .map((option) =>
      isOptionsGroup(option) ? { ...option, items: option.items.filter(fits) } : option,
    )
    .filter((option) => (isOptionsGroup(option) ? option.items.length > 0 : fits(option)))
}

/** One of many: typing finds it, without accents too. */
export function SearchSelect(props: SelectProps) {
  const { t } = useText()
  return (
    <Select
      searchable
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
  )
}
