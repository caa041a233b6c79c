import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Product } from '@/shared/products'
import type { Entry } from './entry'
import { DATABASE } from './names'

/** What this browser keeps of the till, over reloads and restarts. */
interface TillSchema extends DBSchema {
  baskets: { key: string; value: Entry }
  /** The catalogue as it was read last, to sell by while the network is away. */
  products: { key: number; value: Product }
  /** `products`: when the catalogue was read. `frequent`: the products sold most, the first most of all. */
  facts: { key: string; value: unknown }
}

let opening: Promise<IDBPDatabase<TillSchema>> | null = null

/** Throws when this browser cannot keep anything. */
export function database(): Promise<IDBPDatabase<TillSchema>> {
  opening ??= openDB<TillSchema>(DATABASE, 1, {
    upgrade: (db) => {
      db.createObjectStore('baskets', { keyPath: 'key' })
      db.createObjectStore('products', { keyPath: 'id' })
      db.createObjectStore('facts')
    },
    // Another tab has a newer version of the page, or the browser has closed it: opened anew.
    blocking: (_, __, event) => {
      opening = null
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => {
      opening = null
    },
  }).catch((failure: unknown) => {
    opening = null
    throw failure
  })
  return opening
}
