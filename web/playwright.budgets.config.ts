import { defineConfig } from '@playwright/test'
import base from './playwright.config'

/** How heavy, how fast and how steady every page is, on a stack that is already up. */
export default defineConfig({
  ...base,
  testDir: 'budgets',
  outputDir: 'test-results/budgets',
  // Eight hundred loads take their time, and a trace of them its room.
  timeout: 0,
  use: { ...base.use, trace: 'off', actionTimeout: 15_000 },
  projects: [{ name: 'budgets' }],
})
