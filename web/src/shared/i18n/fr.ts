import { accuracy } from '@/features/accuracy/texts.fr'
import { alerts } from '@/features/alerts/texts.fr'
import { audit } from '@/features/audit/texts.fr'
import { auth } from '@/features/auth/texts.fr'
import { calendar } from '@/features/calendar/texts.fr'
import { counts } from '@/features/counting/texts.fr'
import { dashboard } from '@/features/dashboard/texts.fr'
import { corrections, forecast, overrides, totals } from '@/features/forecast/texts.fr'
import { locations } from '@/features/locations/texts.fr'
import { lots } from '@/features/lots/texts.fr'
import { margins } from '@/features/margins/texts.fr'
import { account, people } from '@/features/people/texts.fr'
import { products } from '@/features/products/texts.fr'
import { orders, receipts } from '@/features/purchasing/texts.fr'
import { reorder } from '@/features/replenishment/texts.fr'
import { supplierReturns } from '@/features/returns/texts.fr'
import { baskets, sales } from '@/features/sales/texts.fr'
import { settings } from '@/features/settings/texts.fr'
import { nav, palette, roles, shortcuts } from '@/features/shell/texts.fr'
import { stock } from '@/features/stock/texts.fr'
import { suppliers, terms } from '@/features/suppliers/texts.fr'
import { targets } from '@/features/targets/texts.fr'
import { transfers } from '@/features/transfers/texts.fr'
import { address, passkeys, secondFactor, signInRule } from '@/shared/second-factor/texts.fr'
import { sheets } from '../sheets/texts.fr'
import { adjust, movements, reasons } from '../stock/texts.fr'
import {
  app,
  changed,
  common,
  errors,
  fields,
  leave,
  lists,
  pages,
  periods,
  picker,
  unusual,
} from './texts.fr'

/** The French that is there from the start: what is shared, and what features say. */
export const fr = {
  app,
  nav,
  roles,
  palette,
  shortcuts,
  common,
  pages,
  lists,
  leave,
  periods,
  changed,
  unusual,
  picker,
  sheets,
  auth,
  account,
  people,
  secondFactor,
  passkeys,
  signInRule,
  address,
  dashboard,
  products,
  adjust,
  reasons,
  movements,
  sales,
  baskets,
  lots,
  margins,
  counts,
  transfers,
  alerts,
  reorder,
  targets,
  forecast,
  overrides,
  corrections,
  totals,
  calendar,
  accuracy,
  settings,
  audit,
  suppliers,
  supplierReturns,
  terms,
  orders,
  receipts,
  stock,
  locations,
  errors,
  fields,
}

/** What few pages say: it comes with them. */
export const late = {
  acts: () => import('@/features/audit/acts/texts.fr').then(({ acts }) => acts),
  data: () => import('@/features/etl/texts.fr').then(({ data }) => data),
  replay: () => import('@/features/replay/texts.fr').then(({ replay }) => replay),
  setup: () => import('@/features/setup/texts.fr').then(({ setup }) => setup),
  till: () => import('@/features/sales/till/texts.fr').then(({ till }) => till),
}
