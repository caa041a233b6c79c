import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { ConfirmDialog } from './ConfirmDialog'

/** Asks before a page with unsaved changes is left; what it returns has to be drawn. */
export function useLeaveGuard(unsaved: boolean): ReactNode {
  const { t } = useText()
  const leaving = useBlocker({
    shouldBlockFn: () => unsaved,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={leaving.status === 'blocked'}
      title={t('leave.title')}
      text={t('leave.text')}
      action={t('leave.action')}
      leave={t('leave.stay')}
      // After Back the browser already stands at the page before, until it is answered.
      isAside
      pending={false}
      failure={null}
      onClose={() => leaving.reset?.()}
      onConfirm={() => leaving.proceed?.()}
    />
  )
}
