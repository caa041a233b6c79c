import { notFound } from '@tanstack/react-router'
import { idOf } from './search'

/** Reads an id of an address; what is none is a page that does not exist. */
export function readId(text: string): string {
  const id = idOf(text)
  if (id === undefined) throw notFound()
  return String(id)
}
