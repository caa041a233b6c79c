import { Text } from '@mantine/core'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Tooltip } from './Tooltip'

/** No word is so long: a code, or an address. In a table they may break anywhere, words may not. */
const LONG = /\S{24}/

/**
 * Two lines of a text at most, so that one long name does not push the other columns away. The
 * whole of it shows where one points or gets to by keys.
 */
export function Truncated({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const [cut, setCut] = useState(false)
  const [isLong, setLong] = useState(false)
  useLayoutEffect(() => {
    const { current: text } = ref
    if (!text) return
    setLong(LONG.test(text.textContent))
    setCut(text.scrollHeight > text.clientHeight + 1)
  })
  return (
    <Tooltip label={cut ? ref.current?.textContent : ''} disabled={!cut} multiline>
      <Text
        ref={ref}
        component="div"
        inherit
        lineClamp={2}
        maw="22rem"
        {...(isLong ? { miw: '6rem' } : {})}
        style={{ overflowWrap: isLong ? 'anywhere' : 'break-word' }}
        // What is a link is got to anyway.
        {...(cut && !ref.current?.querySelector('a, button') ? { tabIndex: 0 } : {})}
      >
        {children}
      </Text>
    </Tooltip>
  )
}
