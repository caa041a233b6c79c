import { defineConfig } from '@hey-api/openapi-ts'

const services = ['auth', 'products', 'sales', 'forecast', 'etl']

export default defineConfig({
  input: services.map((service) => `./openapi/${service}.json`),
  logs: { file: false },
  output: { path: process.env.CLIENT_OUTPUT ?? './src/api/gen', clean: true },
  plugins: [
    { name: '@hey-api/client-fetch', runtimeConfigPath: './src/api/runtime', throwOnError: true },
    '@hey-api/typescript',
    '@hey-api/sdk',
    { name: 'zod', compatibilityVersion: 'mini', responses: false },
  ],
})
