import type { Tree } from './reader'

/**
 * French sets a space before some marks and within quotation marks, where no line may end
 * (Lexique des règles typographiques en usage à l’Imprimerie nationale). Written as plain
 * spaces in the dictionary, where they can be seen.
 */
export function typeset(texts: Tree): Tree {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string'
        ? text.replace(/ (?=[;!?%])/g, '\u202f').replace(/ (?=[:»])|(?<=«) /g, '\u00a0')
        : typeset(text),
    ]),
  )
}
