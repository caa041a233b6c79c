import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { groups } from './chunks'
import { precompressed } from './precompressed'
import { earlyScript, isOfRoute } from './src/early/plugin'
import { merged } from './src/explorer/document'
import { variablesInStyles } from './src/shared/theme/plugin'
import { serviceWorker } from './src/worker/plugin'

const src = join(import.meta.dirname, 'src')

/** Where each service listens, and which path prefixes it answers (the front routes alike). */
const services = {
  auth: { port: 8001, prefixes: ['/api/auth', '/api/audit', '/.well-known/jwks.json'] },
  products: {
    port: 8002,
    prefixes: [
      '/api/products',
      '/api/stock',
      '/api/suppliers',
      '/api/purchase-orders',
      '/api/locations',
    ],
  },
  sales: { port: 8003, prefixes: ['/api/sales', '/api/live'] },
  forecast: { port: 8004, prefixes: ['/api/forecast'] },
  etl: { port: 8010, prefixes: ['/api/etl'] },
}

const proxy = Object.fromEntries(
  Object.entries(services).flatMap(([name, { port, prefixes }]) => {
    const target = process.env[`${name.toUpperCase()}_URL`] ?? `http://127.0.0.1:${port}`
    return prefixes.map((prefix) => [prefix, { target }])
  }),
)

/** `/docs/openapi.json`: what all services say, in one document, for the page at `/docs/`. */
const apiDocument = (): Plugin => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, `openapi/${name}.json`), 'utf8'))
  const source = () =>
    JSON.stringify(
      merged(Object.fromEntries(Object.keys(services).map((name) => [name, read(name)]))),
    )
  const fileName = 'docs/openapi.json'
  return {
    name: 'api-document',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: source() })
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${fileName}`, (_request, response) => {
        response.setHeader('Content-Type', 'application/json').end(source())
      })
    },
  }
}

/** What both fronts put a fresh nonce in the place of, in each answer: a template of Caddy's. */
const cspNonce = '{{placeholder `http.request.uuid`}}'

export default defineConfig({
  html: { cspNonce },
  // The router plugin has to see the route files before React's transform does.
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true }),
    react(),
    apiDocument(),
    earlyScript(),
    variablesInStyles(),
    serviceWorker(),
    precompressed(),
  ],
  resolve: {
    tsconfigPaths: true,
    // The generated client can follow events, which nothing asks of it (`shared/live` does).
    alias: [{ find: /.*serverSentEvents\.gen$/, replacement: join(src, 'api/no-events.ts') }],
  },
  server: { proxy },
  preview: { proxy, strictPort: true, port: 4173 },
  build: {
    manifest: true,
    modulePreload: {
      polyfill: false,
      // What the script of a page imports is named by the early script, for every page: the start
      // has only its styles, which must be there before it runs.
      resolveDependencies: (file, files, { hostId }) =>
        isOfRoute(file) && /\/start-/.test(hostId)
          ? files.filter((name) => name.endsWith('.css'))
          : files,
    },
    target: 'es2023',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: 'index.html', docs: 'docs/index.html', sw: 'src/worker/sw.ts' },
      output: {
        // The browser asks for this one by its name, and looks whether it has changed.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'tests/{architecture,words}.test.ts'],
    setupFiles: ['./tests/setup.ts'],
    restoreMocks: true,
    // A whole page in a busy machine takes its time; what waits for ever still ends.
    testTimeout: 60_000,
    unstubGlobals: true,
  },
})
