/** The part that is used of a package that has no types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  import type { ExplorerRequest, ExplorerResponse } from './sign-in'

  export default function SwaggerUI(options: {
    url: string
    dom_id: string
    deepLinking: boolean
    filter: boolean
    tryItOutEnabled: boolean
    docExpansion: 'none' | 'list' | 'full'
    defaultModelsExpandDepth: number
    displayRequestDuration: boolean
    persistAuthorization: boolean
    validatorUrl: null
    requestInterceptor: (request: ExplorerRequest) => Promise<ExplorerRequest>
    responseInterceptor: (response: ExplorerResponse) => Promise<ExplorerResponse>
  }): unknown
}
