import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useState } from 'react'
import { usePreferences } from '@/shared/preferences'
import { useUser } from '@/shared/user'

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)
export const paletteKeys = apple ? '⌘ K' : 'Ctrl K'

type Props = { onClose: () => void; onShortcuts: () => void }

const parts = {
  palette: () => import('./Palette').then(({ Palette }) => Palette),
  sheet: () => import('./ShortcutSheet').then(({ ShortcutSheet }) => ShortcutSheet),
  more: () => import('./More').then(({ More }) => More),
} satisfies Record<string, () => Promise<ComponentType<Props>>>

/** The search field of the page that is shown. */
const searchField = () =>
  document.querySelector<HTMLInputElement>('main input[type="search"], main input[data-search]')

/** What works by keys on every page. What it opens is loaded when it is asked for. */
export function useShortcuts(): {
  openPalette: () => void
  openMore: () => void
  opened: ReactNode
} {
  const navigate = useNavigate()
  const { maySell } = useUser()
  const { singleKeys } = usePreferences().preferences
  const [Opened, setOpened] = useState<ComponentType<Props> | null>(null)
  const open = (part: keyof typeof parts) =>
    // Without a connection nothing could be found either.
    void parts[part]().then(
      (Part) => setOpened(() => Part),
      () => undefined,
    )
  const openPalette = () => open('palette')

  function focusSearch() {
    const field = searchField()
    if (!field) return openPalette()
    field.focus()
    field.select()
  }

  // What is open above the page has the keys.
  const alone = (act: () => void) => () => {
    if (!document.querySelector('[role=dialog], [role=menu]')) act()
  }
  // Somebody who speaks to the computer, or whose hand slips, sets off what they did not mean by
  // keys like these (WCAG 2.1.4). Some keyboards have these signs on their upper half.
  const single: [string, () => void][] = [
    ['n', () => maySell && void navigate({ to: '/sales/new' })],
    ['/', focusSearch],
    ['shift+/', focusSearch],
    ['?', () => open('sheet')],
    ['shift+?', () => open('sheet')],
  ]
  useHotkeys(singleKeys ? single.map(([key, act]) => [key, alone(act)]) : [])
  // In fields too, where it types nothing.
  useHotkeys([['mod+k', openPalette]], [])
  return {
    openPalette,
    openMore: () => open('more'),
    opened: Opened ? (
      <Opened onClose={() => setOpened(null)} onShortcuts={() => open('sheet')} />
    ) : null,
  }
}
