/** What the digits of a label of the shop's scales say. */
export type ScaleLabel = {
  /** The label that weighs nothing, by which its product is known. */
  blank: string
  /** The number of the article. */
  item: string
  grams: number | null
  /** What was weighed costs. */
  amount: number | null
}

/**
 * What an EAN-13 says by the layout in the shop's settings, as 21IIIIIWWWWWC; null when it is no
 * such label, or one of its check digits is another. The service reads labels by the same rules
 * (`products_svc/scanning/rules.py`); this is for the time without a network.
 */
export function readScaleLabel(code: string, layout: string | null): ScaleLabel | null {
  const ean = /^\d{12}$/.test(code) ? `0${code}` : code
  if (layout === null || !/^\d{13}$/.test(ean) || !ean.startsWith(layout.slice(0, 2))) return null
  if (Number(ean[12]) !== checkDigit(ean.slice(0, 12))) return null
  const part = (mark: string) => [...ean].filter((_, n) => layout[n] === mark).join('')
  const value = part('W') || part('P')
  const verifier = part('V')
  if (verifier && !verifies(value, Number(verifier))) return null
  const blank = [...ean]
    .map((digit, n) => ('VWPC'.includes(layout[n] ?? '') ? '0' : digit))
    .join('')
  return {
    blank: blank.slice(0, 12) + checkDigit(blank.slice(0, 12)),
    item: part('I'),
    grams: Number(part('W')) || null,
    amount: Number(part('P')) / 100 || null,
  }
}

/** Of a GTIN: every other digit counts three times, from the last one on. */
function checkDigit(digits: string): number {
  const sum = [...digits]
    .reverse()
    .reduce((all, digit, n) => all + Number(digit) * (n % 2 ? 1 : 3), 0)
  return (10 - (sum % 10)) % 10
}

// What a digit counts, as GS1 defines it: by its product with 2, 3 or 5, less or more its tens.
const twice = (digit: number) => (digit * 2 - Math.floor((digit * 2) / 10) + 10) % 10
const thrice = (digit: number) => (digit * 3) % 10
const five = (digit: number) => (digit * 5 + Math.floor((digit * 5) / 10)) % 10
const fiveLess = (digit: number) => (digit * 5 - Math.floor((digit * 5) / 10) + 10) % 10

/** GS1 defines the check digit of a value for four and for five digits; others are believed. */
export function verifies(value: string, check: number): boolean {
  const digits = [...value].map(Number)
  const sum = (weights: ((digit: number) => number)[]) =>
    weights.reduce((all, weigh, n) => all + weigh(digits[n] ?? 0), 0)
  switch (value.length) {
    case 4:
      return (sum([twice, twice, thrice, fiveLess]) * 3) % 10 === check
    case 5:
      return fiveLess(check) === (10 - (sum([five, twice, fiveLess, five, twice]) % 10)) % 10
    default:
      return true
  }
}
