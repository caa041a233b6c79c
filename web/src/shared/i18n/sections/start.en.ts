import { nav, palette, roles, shortcuts } from '@/features/shell/texts.en'
import { adjust, movements, reasons } from '../../stock/texts.en'
import * as elsewhere from '../elsewhere/texts.en'
import * as shared from '../texts.en'

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
