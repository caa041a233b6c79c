import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const
const languages = ['en', 'fr'] as const
const schemes = ['light', 'dark'] as const

export type Look = (typeof sizes)[number] & {
  language: (typeof languages)[number]
  scheme: (typeof schemes)[number]
}

/** `quick` is what CI has time for, `full` every combination there is. */
const extent = process.env.LOOKS ?? 'usual'
export const isQuick = extent === 'quick'

const every: Look[] = sizes.flatMap((size) =>
  languages.flatMap((language) => schemes.map((scheme) => ({ ...size, language, scheme }))),
)
const nth = (...numbers: number[]) => every.filter((_, n) => numbers.includes(n))

/** Each width in each language and each scheme once, as pairs; all eight when asked for. */
const usual = extent === 'full' ? every : nth(0, 3, 5, 6)

/** In CI the two that have nothing in common. */
export const looks = isQuick ? nth(0, 7) : usual

/** The same for what takes longer than CI has: there, not at all. */
export const unhurriedLooks = isQuick ? [] : usual

/** Both languages at both widths; what one does is the same by day and by night. */
export const jobLooks = isQuick ? nth(0, 6) : nth(0, 2, 4, 6)

export const nameOf = ({ width, language, scheme }: Look) => `${width} ${language} ${scheme}`

export const isPhone = ({ width }: Look) => width < 768

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { html: string }[] }
declare global {
  interface Window {
    axe: { run: (options: object) => Promise<{ violations: Violation[] }> }
  }
}

/** WCAG 2.2 AA, by axe. Evaluated, not added as a tag, so that a strict policy lets it run. */
export async function violations(page: Page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() =>
    window.axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`)
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** In the language and the scheme of a look, from the next page on. */
export async function dress(page: Page, { width, height, language, scheme }: Look) {
  await page.setViewportSize({ width, height })
  await page.evaluate(
    ([lang, look]) => {
      localStorage.setItem('previstock.language', lang)
      localStorage.setItem('mantine-color-scheme-value', look)
    },
    [language, scheme] as const,
  )
}
