import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react'
import { late, useLate } from '../late'

const tooltip = late(() => import('./floating').then(({ floating }) => floating.Tooltip))

type Props = {
  label: ReactNode
  /** Where there is nothing to say. */
  disabled?: boolean
  /** A sentence, which may have several lines. */
  multiline?: boolean
  children: ReactElement<HTMLAttributes<HTMLElement>>
}

/** What something is called, or the whole of what is cut off: where one points, touches or gets to by keys. */
export function Tooltip({ label, disabled = false, multiline = false, children }: Props) {
  const [target, setTarget] = useState<HTMLElement | null>(null)
  const Loaded = useLate(tooltip, target !== null)
  const hide = () => setTarget(null)
  const own = children.props
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: (event) => {
          own.onPointerEnter?.(event)
          setTarget(event.currentTarget)
        },
        onPointerLeave: (event) => {
          own.onPointerLeave?.(event)
          hide()
        },
        onFocus: (event) => {
          own.onFocus?.(event)
          if (event.target.matches(':focus-visible')) setTarget(event.currentTarget)
        },
        onBlur: (event) => {
          own.onBlur?.(event)
          hide()
        },
        onKeyDown: (event) => {
          own.onKeyDown?.(event)
          if (event.key === 'Escape') hide()
        },
      })}
      {Loaded && target && !disabled ? (
        <Loaded
          target={target}
          opened
          label={label}
          {...(multiline
            ? { multiline, maw: 'min(32rem, 90vw)', style: { overflowWrap: 'anywhere' } }
            : {})}
        />
      ) : null}
    </>
  )
}
