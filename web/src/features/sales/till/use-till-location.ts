import { useState } from 'react'
import { MAIN_LOCATION, useLocations } from '@/shared/locations'

const CHOSEN = 'previstock.till.location'

/** Where this device sells, chosen once; nothing to choose where the shop has one location. */
export function useTillLocation() {
  const { live, several } = useLocations()
  const [stored, setStored] = useState(() => Number(localStorage.getItem(CHOSEN)))
  const location =
    [stored, MAIN_LOCATION].find((id) => live.some((one) => one.id === id)) ??
    live[0]?.id ??
    MAIN_LOCATION

  function choose(id: number) {
    localStorage.setItem(CHOSEN, String(id))
    setStored(id)
  }

  return { location, choose, several: live.length > 0 ? live.length > 1 : several }
}

/** A sale's location; of the main one nothing is said, which is recorded the fastest. */
export const atLocation = (location: number) =>
  location === MAIN_LOCATION ? {} : { location_id: location }
