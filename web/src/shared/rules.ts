import { late } from './late'

/** The services' rules for what is sent: most pages are only read, and need none. */
export const rules = late(() => import('@/api/rules').then((part) => part.rules))

/** Asks for the rules where somebody goes into a form, to have them when it is sent. */
export function fetchRules({ target }: FocusEvent): void {
  if (target instanceof Element && target.closest('form')) rules.load().catch(() => undefined)
}
