import { addDays } from '@/shared/day'

/** The last `count` days up to and with today, oldest first. */
export function lastDays(count: number, today: string): string[] {
  return Array.from({ length: count }, (_, index) => addDays(today, index + 1 - count))
}
