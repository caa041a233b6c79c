import { useText } from '@/shared/i18n'

const roles = ['viewer', 'user', 'manager', 'admin'] as const

/** The roles and what each may do, as a select lists them. */
export function useRoleChoices() {
  const { t } = useText()
  return roles.map((value) => ({ value, label: t(`people.roles.${value}`) }))
}
