import { accuracy } from '@/features/accuracy/texts.en'
import { auth } from '@/features/auth/texts.en'
import { calendar } from '@/features/calendar/texts.en'
import { dashboard } from '@/features/dashboard/texts.en'
import { data } from '@/features/etl/texts.en'
import { forecast, overrides } from '@/features/forecast/texts.en'
import { adjust, products, reasons } from '@/features/products/texts.en'
import { sales, sell } from '@/features/sales/texts.en'
import { settings } from '@/features/settings/texts.en'
import { nav, roles } from '@/features/shell/texts.en'
import { app, common, errors, fields, leave, pages, picker } from './texts.en'

/** All of the English: what is shared, and what each feature says. */
export const en = {
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
