import { defineConfig } from 'vitest/config'

/** Weighs `dist/`, so it runs after a build and apart from the unit tests. */
export default defineConfig({ test: { include: ['tests/budget.test.ts'] } })
