import type { Advice, Count, Job, Order } from './queries'

/** Something that waits for somebody. */
export type Action =
  | { kind: 'order'; advice: Advice }
  | { kind: 'receive'; order: Order }
  | { kind: 'import'; job: Job }
  | { kind: 'count'; count: Count }

const MOST = 3

/** The first of each kind before the second of any, in the order of the kinds. */
export function firstActions(kinds: readonly (readonly Action[])[]): Action[] {
  const longest = Math.max(0, ...kinds.map((actions) => actions.length))
  return Array.from({ length: longest }, (_, n) => kinds.flatMap((actions) => actions[n] ?? []))
    .flat()
    .slice(0, MOST)
}

/** What is at the door, or should have been: the latest first. */
export const atTheDoor = (orders: readonly Order[], today: string) =>
  orders
    .filter(({ expected_on }) => expected_on !== null && expected_on <= today)
    .toSorted((a, b) => (a.expected_on ?? '').localeCompare(b.expected_on ?? ''))
