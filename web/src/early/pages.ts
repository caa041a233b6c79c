/** What a page is made of beyond the start: in any language, and in each. */
export type Page = { both: string[]; en: string[]; fr: string[] }

/**
 * Of each page its address, with `$` for what differs, fixed parts first (`/products/prices` before
 * `/products/$`). `around` is what all pages behind the sign-in are made of.
 */
export type Pages = { around: Page; inside: [string, Page][]; outside: [string, Page][] }

/** Every page waits for this: of all files the names, a page is a line, and in it a file a letter. */
export type Packed = { files: string; around: string; inside: string; outside: string }

/** From here on letters stand in a script as they are. */
const FIRST = 0xa1

export function pack({ around, inside, outside }: Pages): Packed {
  const all = [around, ...[...inside, ...outside].map(([, page]) => page)]
  // In their order, so that names that are alike stand together and weigh less.
  const files = [...new Set(all.flatMap(({ both, en, fr }) => [...both, ...en, ...fr]))].toSorted()
  const line = ({ both, en, fr }: Page) =>
    [both, en, fr]
      .map((some) => some.map((file) => String.fromCharCode(FIRST + files.indexOf(file))).join(''))
      .join(' ')
  const lines = (list: [string, Page][]) =>
    list.map(([address, page]) => `${address} ${line(page)}`).join('\n')
  return {
    files: files.map((file) => file.replace(/^assets\/(.+?)(\.js)?$/, '$1')).join(' '),
    around: line(around),
    inside: lines(inside),
    outside: lines(outside),
  }
}

export const segmentsOf = (path: string) => path.split('/').filter(Boolean)

export function isAt(address: string, path: string): boolean {
  const pattern = segmentsOf(address)
  const segments = segmentsOf(path)
  return (
    pattern.length === segments.length &&
    pattern.every((segment, place) => segment === '$' || segment === segments[place])
  )
}

/** What the page at this path asks for once the start script has run: the door for a stranger. */
export function filesAt(
  { files, around, inside, outside }: Packed,
  path: string,
  language: 'en' | 'fr',
  isSignedIn: boolean,
): string[] {
  const find = (list: string, requested: string) =>
    list
      .split('\n')
      .map((line) => line.split(' '))
      .find(([address = '']) => isAt(address, requested))
      ?.slice(1)
  const behind = find(inside, path)
  const pages =
    behind && isSignedIn ? [around.split(' '), behind] : [find(outside, behind ? '/sign-in' : path)]
  const named = files.split(' ')
  return pages
    .flatMap((page = []) => [...(page[0] ?? ''), ...(page[language === 'en' ? 1 : 2] ?? '')])
    .flatMap((letter) => named[letter.charCodeAt(0) - FIRST] ?? [])
    .map((name) => `assets/${name}${name.endsWith('.css') ? '' : '.js'}`)
}
