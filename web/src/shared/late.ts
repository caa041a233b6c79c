import { useEffect, useRef, useState } from 'react'

/** A part of the client whose code comes when it is first needed. */
export type Late<Part> = { known: Part | null; load: () => Promise<Part> }

export function late<Part>(load: () => Promise<Part>): Late<Part> {
  const part: Late<Part> = {
    known: null,
    load: async () => {
      part.known ??= await load()
      return part.known
    },
  }
  return part
}

/** The part, once it is wanted and has come; null until then. Somebody is told that it cannot be had. */
export function useLate<Part>(
  part: Late<Part>,
  isWanted: boolean,
  onFailure?: (failure: unknown) => void,
): Part | null {
  // In a box: a component is a function, which a state would call.
  const [box, setBox] = useState(() => ({ part: part.known }))
  const tell = useRef(onFailure)
  tell.current = onFailure
  const isMissing = isWanted && box.part === null
  useEffect(() => {
    if (!isMissing) return
    let isHere = true
    part.load().then(
      (loaded) => isHere && setBox({ part: loaded }),
      (failure: unknown) => isHere && tell.current?.(failure),
    )
    return () => {
      isHere = false
    }
  }, [isMissing, part])
  return box.part
}
