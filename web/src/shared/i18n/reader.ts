/** What a language says, by parts and names: `{ sales: { title: 'Sales' } }`. */
export type Tree = { readonly [name: string]: string | Tree }
/** What stands in the places of a text, as `{{name}}` and `{{count, number}}`. */
export type Values = Readonly<Record<string, unknown>>

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type WithoutForm<Name extends string> = Name extends `${infer Stem}_${PluralForm}` ? Stem : Name

/** The keys of all texts of a tree: of `units_one` and `units_other` it is `units`. */
export type KeyOf<Texts> = {
  [Name in keyof Texts & string]: Texts[Name] extends string
    ? WithoutForm<Name>
    : `${Name}.${KeyOf<Texts[Name]>}`
}[keyof Texts & string]

/** What stands at a key. Keys may come from data, so that only what is the tree's own counts. */
export const at = (texts: Tree, key: string): string | Tree | undefined =>
  key
    .split('.')
    .reduce<string | Tree | undefined>(
      (here, name) =>
        typeof here === 'object' && Object.hasOwn(here, name) ? here[name] : undefined,
      texts,
    )

/** The text of a key as it is written, in the form that goes with `count`; undefined without one. */
export function find(
  texts: Tree,
  language: string,
  key: string,
  count?: unknown,
): string | undefined {
  const forms = typeof count === 'number' ? [...formsOf(language, count), ''] : ['']
  return forms.map((form) => at(texts, key + form)).find((text) => typeof text === 'string')
}

/** None has a form of its own in every language that wants one, as "none left". */
const formsOf = (language: string, count: number) => [
  ...(count === 0 ? ['_zero'] : []),
  `_${pluralRules(language).select(count)}`,
  '_other',
]

/** A text with its values, numbers as they are written in a locale. What is not known is left open. */
export const fill = (text: string, values: Values, locale: string): string =>
  text.replace(/\{\{(\w+)(, number)?\}\}/g, (_, name: string, isNumber?: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined || value === null) return '…'
    return isNumber ? numberFormat(locale).format(value as number) : String(value)
  })

/** What is made once for each language, since it is slow to make. */
function once<Made>(make: (language: string) => Made) {
  const made = new Map<string, Made>()
  return (language: string): Made => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}
const pluralRules = once((language) => new Intl.PluralRules(language))
const numberFormat = once((locale) => new Intl.NumberFormat(locale))
