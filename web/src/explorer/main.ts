import 'swagger-ui-dist/swagger-ui.css'
import './explorer.css'
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { followScheme } from './scheme'
import { explorerSession } from './sign-in'

const ask = () => window.prompt('The code of your authenticator app, or a recovery code')

followScheme()

SwaggerUI({
  url: '/docs/openapi.json',
  dom_id: '#explorer',
  deepLinking: true,
  filter: true,
  tryItOutEnabled: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  // What signs in stays in the memory of this page.
  persistAuthorization: false,
  validatorUrl: null,
  ...explorerSession(ask),
})
