import { TextInput, type TextInputProps } from '@mantine/core'
import { useText } from '../i18n'
import { writesDaysAlike } from '../i18n/locale'

type Props = Omit<TextInputProps, 'type'>

/**
 * A day. The field writes it as the browser's language does, which is not always the one that was
 * chosen here: then it stands below in words, so that nobody takes the third of April for the
 * fourth of March.
 */
export function DayInput(props: Props) {
  const { format, language, locale } = useText()
  const { value, description } = props
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
  const words = isDay && !writesDaysAlike(language, locale) ? format.day(value) : null
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...props}
      type="date"
      description={
        words && description ? (
          <>
            {words} · {description}
          </>
        ) : (
          (words ?? description)
        )
      }
    />
  )
}
