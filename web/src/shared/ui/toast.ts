import { notifications } from '@mantine/notifications'

const usual = { autoClose: 4000, withBorder: true }

/** A short word that something worked; read out when nothing else is. */
export function notifySuccess(message: string) {
  notifications.show({ ...usual, message, color: 'pine', role: 'status' })
}

/** Something failed that has no place of its own on the page. */
export function notifyError(message: string) {
  notifications.show({ ...usual, message, color: 'red', autoClose: 8000 })
}
