import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_THEME } from '@mantine/core'
import { expect, test } from 'vitest'
import { colors, themeVariables } from './variables'

const css = themeVariables()
const blockOf = (selector: string) =>
  css.split(`:root${selector}`)[1]?.split('}')[0]?.replaceAll(/\s/g, '') ?? ''

test('each scheme has its own values, and the primary colour is ours', () => {
  expect(blockOf(',')).toContain('--mantine-primary-color-filled:var(--mantine-color-pine-filled);')
  expect(blockOf('[data-mantine-color-scheme="light"]')).toContain('--mantine-color-body:#f6f8f7;')
  expect(blockOf('[data-mantine-color-scheme="dark"]')).toContain('--mantine-color-body:#111614;')
})

test('a colour that something is drawn in has its variables', () => {
  const colorNames = new Set(Object.keys(DEFAULT_THEME.colors))
  const source = join(import.meta.dirname, '../..')
  const drawn = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.test\.|\/gen\//.test(file))
    .flatMap((file) =>
      [
        ...readFileSync(join(source, file), 'utf8').matchAll(
          /(?:\bc=|[cC]olor\b[^\n]{0,80}?)['"{(]{1,2}(\w+)|--mantine-color-(\w+)-\w/g,
        ),
      ].map(([, name, variable]) => name ?? variable ?? ''),
    )
    .filter((name) => colorNames.has(name))

  expect(new Set(drawn)).toContain('red')
  expect([...new Set(drawn)].filter((name) => !colors.includes(name))).toEqual([])
  for (const name of colors) expect(css).toContain(`--mantine-color-${name}-filled`)
})
