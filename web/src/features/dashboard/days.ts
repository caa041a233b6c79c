import { localDay } from '@/shared/format'

/** The last `count` days up to and with the given instant's, oldest first, as `YYYY-MM-DD`. */
export function lastDays(count: number, now: Date): string[] {
  return Array.from({ length: count }, (_, index) =>
    // Noon keeps clear of the hours that a clock change adds or drops.
    localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - (count - 1 - index), 12)),
  )
}
