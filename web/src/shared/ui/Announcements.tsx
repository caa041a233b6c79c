import type { NotificationsProps } from '@mantine/notifications'
import { type ComponentType, useEffect, useState } from 'react'
import { loadAnnouncer, onAnnouncer } from './announcer'

const firsts = ['pointerdown', 'keydown'] as const

/** Where things are announced. Nothing is before somebody has done something. */
export function Announcements() {
  const [shown, show] = useState<{ Notifications: ComponentType<NotificationsProps> } | null>(null)
  useEffect(() => onAnnouncer(show), [])
  useEffect(() => {
    const load = () => void loadAnnouncer().catch(() => undefined)
    for (const first of firsts) window.addEventListener(first, load, { once: true, passive: true })
    return () => {
      for (const first of firsts) window.removeEventListener(first, load)
    }
  }, [])
  return shown ? <shown.Notifications position="bottom-right" limit={3} /> : null
}
