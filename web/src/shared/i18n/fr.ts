import { accuracy } from '@/features/accuracy/texts.fr'
import { auth } from '@/features/auth/texts.fr'
import { calendar } from '@/features/calendar/texts.fr'
import { dashboard } from '@/features/dashboard/texts.fr'
import { data } from '@/features/etl/texts.fr'
import { forecast, overrides } from '@/features/forecast/texts.fr'
import { adjust, products, reasons } from '@/features/products/texts.fr'
import { sales, sell } from '@/features/sales/texts.fr'
import { settings } from '@/features/settings/texts.fr'
import { nav, roles } from '@/features/shell/texts.fr'
import { app, common, errors, fields, leave, pages, picker } from './texts.fr'

/** All of the French: what is shared, and what each feature says. */
export const fr = {
  app,
  nav,
  roles,
  common,
  pages,
  leave,
  picker,
  auth,
  dashboard,
  products,
  adjust,
  reasons,
  sell,
  sales,
  forecast,
  overrides,
  calendar,
  accuracy,
  data,
  settings,
  errors,
  fields,
}
