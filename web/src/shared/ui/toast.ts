import { notifications } from '@mantine/notifications'

/** A short word that something worked. */
export function said(message: string) {
  notifications.show({ message, color: 'pine', autoClose: 4000, withBorder: true })
}
