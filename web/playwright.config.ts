import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// The system's browser: none is downloaded.
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env.CHROMIUM ?? browsers.find((path) => existsSync(path)) ?? ''
if (!executablePath) throw new Error('No Chromium found. Install it, or set CHROMIUM to its path.')

/** Runs against a stack that is already up, `make up`'s by default. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/run',
  // The tests tell one story on one stack: what the first creates, the later ones use.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:8080',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'newcomer', testMatch: 'newcomer.spec.ts' },
    { name: 'story', testMatch: 'story.spec.ts' },
    { name: 'offline', testMatch: 'offline.spec.ts' },
    // Not that of the jobs, which is called alike.
    { name: 'people', testMatch: /e2e\/people\.spec\.ts$/ },
    { name: 'jobs', testMatch: 'jobs/*.spec.ts' },
    { name: 'dialogs', testMatch: 'dialogs/*.spec.ts' },
    { name: 'pages', testMatch: 'pages.spec.ts' },
  ],
})
