import { accuracy } from '@/features/accuracy/texts.en'
import { alerts } from '@/features/alerts/texts.en'
import { audit } from '@/features/audit/texts.en'
import { auth } from '@/features/auth/texts.en'
import { calendar } from '@/features/calendar/texts.en'
import { counts } from '@/features/counting/texts.en'
import { dashboard } from '@/features/dashboard/texts.en'
import { corrections, forecast, overrides, totals } from '@/features/forecast/texts.en'
import { locations } from '@/features/locations/texts.en'
import { lots } from '@/features/lots/texts.en'
import { margins } from '@/features/margins/texts.en'
import { account, people } from '@/features/people/texts.en'
import { products } from '@/features/products/texts.en'
import { orders, receipts } from '@/features/purchasing/texts.en'
import { reorder } from '@/features/replenishment/texts.en'
import { supplierReturns } from '@/features/returns/texts.en'
import { baskets, sales } from '@/features/sales/texts.en'
import { settings } from '@/features/settings/texts.en'
import { nav, palette, roles, shortcuts } from '@/features/shell/texts.en'
import { stock } from '@/features/stock/texts.en'
import { suppliers, terms } from '@/features/suppliers/texts.en'
import { targets } from '@/features/targets/texts.en'
import { transfers } from '@/features/transfers/texts.en'
import { address, passkeys, secondFactor, signInRule } from '@/shared/second-factor/texts.en'
import { sheets } from '../sheets/texts.en'
import { adjust, movements, reasons } from '../stock/texts.en'
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
} from './texts.en'

/** The English that is there from the start: what is shared, and what features say. */
export const en = {
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
  acts: () => import('@/features/audit/acts/texts.en').then(({ acts }) => acts),
  data: () => import('@/features/etl/texts.en').then(({ data }) => data),
  replay: () => import('@/features/replay/texts.en').then(({ replay }) => replay),
  setup: () => import('@/features/setup/texts.en').then(({ setup }) => setup),
  till: () => import('@/features/sales/till/texts.en').then(({ till }) => till),
}

export type Texts = typeof en & {
  [Part in keyof typeof late]: Awaited<ReturnType<(typeof late)[Part]>>
}
