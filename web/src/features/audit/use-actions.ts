import { i18n, useText } from '@/shared/i18n'

type Tree = Record<string, Record<string, string>>

/** What can be done, in words; an act that this client does not know is shown as it is named. */
export function useActions() {
  const { t } = useText()
  const tree = i18n.under('acts.actions') as Tree
  const known = Object.entries(tree)
    .flatMap(([of, acts]) =>
      Object.entries(acts).map(([act, label]) => ({ value: `${of}.${act}`, label })),
    )
    .sort((a, b) => a.label.localeCompare(b.label))
  const textOf = (action: string) =>
    i18n.exists(`acts.actions.${action}`)
      ? t(`acts.actions.${action}` as 'acts.actions.shop.changed')
      : action
  return { known, textOf }
}
