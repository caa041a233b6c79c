import type { Menu, MenuProps } from '@mantine/core'
import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'
import { toApiError } from '@/api/errors'
import { useText } from '../i18n'
import { late, useLate } from '../late'
import { problemText } from '../problem'
import { notifyError } from './toast'

const menu = late(() => import('./floating').then(({ floating }) => floating.Menu))

type Target = HTMLAttributes<HTMLElement> & { ref?: React.Ref<HTMLButtonElement> }
type Props = Pick<MenuProps, 'position' | 'width' | 'closeOnItemClick'> & {
  /** The button that opens it. */
  target: ReactElement<Target>
  /** How wide it may become. */
  maw?: string
  children: (parts: typeof Menu) => ReactNode
}

/** A button with a menu, whose code comes when somebody is about to open one. */
export function DropMenu({ target, maw, children, ...props }: Props) {
  const { t } = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [wanted, setWanted] = useState(false)
  const [opened, setOpened] = useState(false)
  const Loaded = useLate(menu, wanted, (failure) => {
    setWanted(false)
    notifyError(problemText(t, toApiError(failure)))
  })
  const isHere = Loaded !== null
  useEffect(() => {
    if (!isHere || !wanted) return
    // The button was drawn anew: a menu gives the focus back to what had it.
    button.current?.focus()
    setOpened(true)
  }, [isHere, wanted])
  if (!Loaded) {
    const about = () => void menu.load().catch(() => undefined)
    return cloneElement(target, {
      'aria-haspopup': 'menu',
      'aria-expanded': false,
      onPointerEnter: about,
      onFocus: about,
      onClick: () => setWanted(true),
    })
  }
  return (
    <Loaded {...props} opened={opened} onChange={setOpened}>
      <Loaded.Target>{cloneElement(target, { ref: button })}</Loaded.Target>
      <Loaded.Dropdown {...(maw ? { maw } : {})}>{children(Loaded)}</Loaded.Dropdown>
    </Loaded>
  )
}
