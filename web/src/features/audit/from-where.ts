import type { Act } from './queries'

const ofSignIns = ({ action }: Act) => /^(session|sign_in)\./.test(action)

/** The address that an act came from. Older sign-ins kept it among what belongs to the act. */
export const fromWhere = (act: Act): string | null =>
  act.address ?? (ofSignIns(act) && act.changes.address ? String(act.changes.address) : null)

/** What belongs to an act besides where it came from. */
export function changesOf(act: Act): Record<string, unknown> {
  if (!ofSignIns(act)) return act.changes
  const { address: _, ...others } = act.changes
  return others
}
