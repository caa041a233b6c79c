import type { ReactNode } from 'react'
import classes from './Facts.module.css'

type Props = { facts: readonly (readonly [label: string, value: ReactNode])[] }

/** What is known of a thing, by its label; what is not said is left out. */
export function Facts({ facts }: Props) {
  const said = facts.filter(([, value]) => value !== null && value !== '')
  if (said.length === 0) return null
  return (
    <dl className={`panel ${classes.facts}`}>
      {said.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
