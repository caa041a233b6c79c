import { database } from './database'
import { type Entry, isForgotten } from './entry'
import { CHANNEL } from './names'

const channel = globalThis.BroadcastChannel ? new BroadcastChannel(CHANNEL) : null
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
channel?.addEventListener('message', tell)

/** Called when a basket has changed, in this tab or another. */
export function onBaskets(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function changed() {
  tell()
  channel?.postMessage(null)
}

/** All baskets, the oldest first; what is long settled is forgotten on this occasion. */
export async function allBaskets(now = Date.now()): Promise<Entry[]> {
  const db = await database()
  const all = await db.getAll('baskets')
  const old = all.filter((entry) => isForgotten(entry, now))
  await Promise.all(old.map(({ key }) => db.delete('baskets', key)))
  return all
    .filter((entry) => !old.includes(entry))
    .sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key))
}

export const oneBasket = async (key: string): Promise<Entry | undefined> =>
  (await database()).get('baskets', key)

/** Kept when it returns; throws when this browser cannot keep anything. */
export async function keepBasket(entry: Entry) {
  const db = await database()
  // Written to the disk before anybody is told that it is kept.
  const tx = db.transaction('baskets', 'readwrite', { durability: 'strict' })
  await Promise.all([tx.store.put(entry), tx.done])
  changed()
}

/**
 * Changes a basket in one step, so that two tabs cannot undo each other's changes. `change` gives
 * null where nothing is to change. The basket as it is then; undefined when it is gone.
 */
export async function changeBasket(
  key: string,
  change: (entry: Entry) => Partial<Entry> | null,
): Promise<Entry | undefined> {
  const db = await database()
  const tx = db.transaction('baskets', 'readwrite', { durability: 'strict' })
  const before = await tx.store.get(key)
  const changes = before ? change(before) : null
  const after =
    before && changes ? { ...before, ...changes, changed: new Date().toISOString() } : before
  if (after && changes) await tx.store.put(after)
  await tx.done
  if (changes) changed()
  return after
}

/** Takes a basket out that is in somebody's hands again, on the screen. */
export async function dropBasket(key: string) {
  await (await database()).delete('baskets', key)
  changed()
}
