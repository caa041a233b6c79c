import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type Load, looks, Tab } from './measure'
import { places } from './places'
import { breaches, type Measured, movesOf, tableOf } from './table'

const loads = Number(process.env.LOADS || 5)
const strict = process.env.STRICT === '1'
const only = new RegExp(process.env.ONLY || '')
// French first: its words are the longer ones.
const languages = ['fr', 'en'] as const

test('every page keeps to its budgets', async ({ browser, request }) => {
  const { shown, missing } = await places(request)
  const inside = shown.filter(({ name }) => only.test(name))
  const door = [{ name: '/sign-in', path: '/sign-in' }].filter(({ name }) => only.test(name))
  const measured = new Map<string, Measured>()

  for (const look of looks) {
    for (const [isSignedIn, group] of [
      [true, inside],
      [false, door],
    ] as const) {
      if (group.length === 0) continue
      const tabs: Tab[] = []
      for (const language of languages) {
        tabs.push(await Tab.open(browser, look, language, isSignedIn))
      }
      for (const { name, path } of group) {
        const taken: Load[] = []
        // Turn by turn, so that both languages meet the same machine.
        for (let turn = 0; turn < Math.max(loads, languages.length); turn += 1) {
          const tab = tabs[turn % tabs.length]
          if (tab) taken.push(await tab.load(path))
        }
        const before = measured.get(name)?.loads ?? { plain: [], slow: [] }
        measured.set(name, { name, loads: { ...before, [look.name]: taken } })
        process.stdout.write(`${look.name} ${name}\n`)
      }
      for (const tab of tabs) await tab.close()
    }
  }

  const all = [...measured.values()]
  const table = tableOf(all)
  const moves = all.flatMap(movesOf).join('\n')
  process.stdout.write(`\n${table}\n\n${moves}\n`)
  if (missing.length > 0) process.stdout.write(`nothing to show at ${missing.join(', ')}\n`)
  mkdirSync('test-results', { recursive: true })
  writeFileSync('test-results/budgets.md', `${table}\n`)
  writeFileSync('test-results/budgets.json', JSON.stringify(all, null, 1))
  expect(breaches(all, strict)).toEqual([])
})
