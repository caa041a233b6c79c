import { addDays } from '@/shared/day'
import { startOfDay } from '@/shared/instant'
import { type DaysSearch, type Range, readDays } from '@/shared/periods'
import { dayOf, idOf, pageOf, textOf } from '@/shared/search'
import { type LevelFilter, MOVEMENTS_LIMIT, type MovementFilter } from '@/shared/stock/queries'
import type { DueFilter } from './queries'

export const LIMIT = 25

export type LevelSearch = { location?: number; product?: number; day?: string; page?: number }

export function readLevelSearch(search: Record<string, unknown>): LevelSearch {
  const location = idOf(search.location)
  const product = idOf(search.product)
  const day = dayOf(search.day)
  const page = pageOf(search.page)
  return {
    ...(location ? { location } : {}),
    ...(product ? { product } : {}),
    ...(day ? { day } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

/** `day`: as it was when that day ended in the shop. */
export const levelFilter = (search: LevelSearch, timeZone: string): LevelFilter => ({
  ...(search.location ? { location_id: search.location } : {}),
  ...(search.product ? { product_id: search.product } : {}),
  ...(search.day ? { as_of: startOfDay(timeZone, addDays(search.day, 1)).toISOString() } : {}),
  page: search.page ?? 1,
  limit: LIMIT,
})

export const dueFilter = ({ location, page }: LevelSearch): DueFilter => ({
  ...(location ? { location_id: location } : {}),
  page: page ?? 1,
  limit: LIMIT,
})

export type StorySearch = DaysSearch & {
  location?: number
  product?: number
  reason?: string
  person?: number
  page?: number
}

export function readStorySearch(search: Record<string, unknown>): StorySearch {
  const reason = textOf(search.reason)
  const person = idOf(search.person)
  const { day: _, ...common } = readLevelSearch(search)
  return {
    ...common,
    ...(reason ? { reason } : {}),
    ...(person ? { person } : {}),
    ...readDays(search),
  }
}

/** What of the story is looked for, whichever page of it. */
export const storyFilter = ({ product, location, reason, person }: StorySearch, range: Range) => ({
  ...(product ? { product_id: product } : {}),
  ...(location ? { location_id: location } : {}),
  ...(reason ? { reason } : {}),
  ...(person ? { user_id: person } : {}),
  ...range,
})

export const movementFilter = (search: StorySearch, range: Range): MovementFilter => ({
  ...storyFilter(search, range),
  page: search.page ?? 1,
  limit: MOVEMENTS_LIMIT,
})
