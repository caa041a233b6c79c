import { i18n } from '../i18n'
import { announce } from './announcer'

/** Made anew each time: the language may be another one by then. */
const usual = () => ({
  autoClose: 4000,
  withBorder: true,
  closeButtonProps: { 'aria-label': i18n.t('common.close') },
})

/** A short word that something worked; read out when nothing else is. */
export function notifySuccess(message: string, id?: string) {
  announce((notifications) =>
    notifications.show({ ...usual(), ...(id && { id }), message, color: 'pine', role: 'status' }),
  )
}

/** What was said under this name is no longer so. */
export function takeBack(id: string) {
  announce((notifications) => notifications.hide(id))
}

/** Something failed that has no place of its own on the page. */
export function notifyError(message: string) {
  announce((notifications) =>
    notifications.show({ ...usual(), message, color: 'red', autoClose: 8000 }),
  )
}
