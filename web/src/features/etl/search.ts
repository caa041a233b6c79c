import { oneOf, pageOf } from '@/shared/search'
import type { JobFilter as Filter } from './jobs'

export const LIMIT = 20

/** States as people tell them apart, and those of the service that each of them means. */
const statusesOf = {
  running: ['queued', 'running'],
  review: ['unmapped', 'checked'],
  done: ['done'],
  failed: ['failed'],
  cancelled: ['cancelled'],
  undone: ['undone'],
} as const satisfies Record<string, NonNullable<Filter['status']>>
const kindsOf = {
  files: ['upload', 'folder'],
  samples: ['synthetic', 'emitter'],
} as const satisfies Record<string, NonNullable<Filter['kind']>>

export type JobState = keyof typeof statusesOf
export type JobKinds = keyof typeof kindsOf
export const states = Object.keys(statusesOf) as JobState[]
export const kinds = Object.keys(kindsOf) as JobKinds[]

export type JobSearch = { state?: JobState; kind?: JobKinds; page?: number }

export function readSearch(search: Record<string, unknown>): JobSearch {
  const state = oneOf(search.state, states, undefined)
  const kind = oneOf(search.kind, kinds, undefined)
  const page = pageOf(search.page)
  return {
    ...(state ? { state } : {}),
    ...(kind ? { kind } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const listFilter = ({ state, kind, page }: JobSearch): Filter => ({
  ...(state ? { status: [...statusesOf[state]] } : {}),
  ...(kind ? { kind: [...kindsOf[kind]] } : {}),
  page: page ?? 1,
  limit: LIMIT,
})
