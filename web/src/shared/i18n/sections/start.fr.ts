import { nav, palette, roles, shortcuts } from '@/features/shell/texts.fr'
import { adjust, movements, reasons } from '../../stock/texts.fr'
import * as elsewhere from '../elsewhere/texts.fr'
import * as shared from '../texts.fr'

export const texts = {
  ...elsewhere,
  ...shared,
  nav,
  roles,
  palette,
  shortcuts,
  adjust,
  reasons,
  movements,
}
