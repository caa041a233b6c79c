/** A document of OpenAPI 3.1, as far as merging has to know it. */
export type ApiDocument = {
  openapi: string
  info: { title: string; version: string; description?: string }
  tags?: { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
  components?: Record<string, Record<string, unknown>>
}

type Operation = { operationId: string; security?: Record<string, string[]>[] }

const DESCRIPTION = `All services behind one address. **Authorize** signs you in with your e-mail
address (as \`username\`) and password; bodies are filled in so that they can be sent as they stand.

Lists are plain arrays with \`X-Total-Count\` and \`Link\`; every failure is a problem of RFC 9457
with a stable \`code\`. Times go out in UTC, and come in with any offset.`

const SCHEMES = {
  Password: {
    type: 'oauth2',
    description: 'An e-mail address, as the username, and its password',
    flows: { password: { tokenUrl: '/api/auth/token', scopes: {} } },
  },
  Token: { type: 'http', scheme: 'bearer', description: 'The access_token of a sign-in' },
}

/** What the front hands on: not the health of each service, nor what services alone ask. */
const isServed = (path: string) =>
  /^\/(api|\.well-known)\//.test(path) && path !== '/api/auth/service-token'

const GROUPS = ['schemas', 'responses']

/** One document of the services' own. Names of schemas and operations get the service's before. */
export function merged(services: Record<string, ApiDocument>): ApiDocument {
  const whole: Required<ApiDocument> = {
    openapi: '3.1.0',
    info: { title: 'Previstock', version: '1', description: DESCRIPTION },
    tags: [],
    paths: {},
    components: { securitySchemes: SCHEMES, schemas: {}, responses: {} },
  }
  for (const [service, own] of Object.entries(services)) {
    const { paths, components, tags } = withNamesOf(service, own)
    const served = Object.entries(paths).filter(([path]) => isServed(path))
    whole.paths = { ...whole.paths, ...Object.fromEntries(served) }
    for (const operation of served.flatMap(([, methods]) => Object.values(methods))) {
      operation.operationId = `${service}_${operation.operationId}`
      if (operation.security) operation.security = operation.security.flatMap(bothWaysIn)
    }
    whole.tags.push(...(tags ?? []).filter(({ name }) => name !== 'health'))
    const groups = GROUPS.map((group) => [
      group,
      { ...whole.components[group], ...named(service, components?.[group] ?? {}) },
    ])
    whole.components = { ...whole.components, ...Object.fromEntries(groups) }
  }
  return whole
}

const named = (service: string, values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${service}.${name}`, value]))

function withNamesOf(service: string, own: ApiDocument): ApiDocument {
  const text = JSON.stringify(own)
  return JSON.parse(
    text.replaceAll(/"#\/components\/(schemas|responses)\//g, `"#/components/$1/${service}.`),
  )
}

/** An empty one stays: without a token is a way in too. */
const bothWaysIn = (scheme: Record<string, string[]>) =>
  Object.keys(scheme).length > 0 ? [{ Password: [] }, { Token: [] }] : [scheme]
