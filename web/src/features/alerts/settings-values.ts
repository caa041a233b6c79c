import type { ForecastAlertSettings } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'
import { type Kind, kinds } from './search'

export const thresholds = [
  'run_out_chance',
  'demand_deviation',
  'late_days',
  'dead_value',
  'overstock_value',
  'expiry_days',
  'expiry_units',
] as const
export type Threshold = (typeof thresholds)[number]

/** Alert settings as a form holds them: kinds that are told of, the chance in percent. */
export type SettingsValues = Record<Threshold, number | string> & {
  on: Kind[]
  quiet_from: string
  quiet_to: string
  mail_to: string[]
  mail_at: string
  mail_language: 'en' | 'fr'
}

export const settingsFields = [
  ...thresholds,
  'quiet_from',
  'quiet_to',
  'mail_to',
  'mail_at',
  'mail_language',
] as const

export function valuesOf(stored: ForecastAlertSettings): SettingsValues {
  const { off = [] } = stored
  return {
    on: kinds.filter((kind) => !off.includes(kind)),
    run_out_chance: Math.round((stored.run_out_chance ?? 0.5) * 10_000) / 100,
    demand_deviation: stored.demand_deviation ?? '',
    late_days: stored.late_days ?? '',
    dead_value: stored.dead_value ?? '',
    overstock_value: stored.overstock_value ?? '',
    expiry_days: stored.expiry_days ?? '',
    expiry_units: stored.expiry_units ?? '',
    quiet_from: stored.quiet_from ?? '',
    quiet_to: stored.quiet_to ?? '',
    mail_to: stored.mail_to ?? [],
    mail_at: stored.mail_at ?? '',
    mail_language: stored.mail_language ?? 'en',
  }
}

/** A field that is empty in vain is no number. */
const filled = (value: number | string) => numberOf(value) ?? Number.NaN

export function settingsOf(values: SettingsValues): Required<ForecastAlertSettings> {
  const { on, ...rest } = values
  return {
    ...rest,
    off: kinds.filter((kind) => !on.includes(kind)),
    run_out_chance: Math.round(filled(values.run_out_chance) * 100) / 10_000,
    demand_deviation: filled(values.demand_deviation),
    late_days: filled(values.late_days),
    dead_value: filled(values.dead_value),
    overstock_value: filled(values.overstock_value),
    expiry_days: filled(values.expiry_days),
    expiry_units: filled(values.expiry_units),
    quiet_from: values.quiet_from || null,
    quiet_to: values.quiet_to || null,
    mail_to: values.mail_to.map((address) => address.trim()).filter(Boolean),
  }
}
