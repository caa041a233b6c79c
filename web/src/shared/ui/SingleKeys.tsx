import { Checkbox } from '@mantine/core'
import { useText } from '../i18n'
import { usePreferences } from '../preferences'

/** Whether single letters and signs do something; Ctrl with a key always does. */
export function SingleKeys() {
  const { t } = useText()
  const { preferences, change } = usePreferences()
  return (
    <Checkbox
      label={t('shortcuts.single')}
      description={t('shortcuts.singleHelp')}
      checked={preferences.singleKeys}
      onChange={({ currentTarget: { checked } }) => change(() => ({ singleKeys: checked }))}
    />
  )
}
