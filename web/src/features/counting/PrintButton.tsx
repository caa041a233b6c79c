import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { problemText } from '@/shared/problem'
import type { Unit } from '@/shared/quantity'
import { notifyError } from '@/shared/ui/toast'
import { type Count, type CountLine, everyLineQuery, type LineFilter } from './queries'

type Props = { count: Count; show: NonNullable<LineFilter['show']> }

/** Prints every line that fits, not just the page of them on the screen. */
export function PrintButton({ count, show }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  const [lines, setLines] = useState<CountLine[] | null>(null)
  const fetching = useMutation({
    mutationFn: () => client.fetchQuery({ ...everyLineQuery(count.id, show), staleTime: 0 }),
    onSuccess: setLines,
    onError: (failure) => notifyError(problemText(t, failure)),
  })

  useEffect(() => {
    if (!lines) return
    const over = () => setLines(null)
    window.addEventListener('afterprint', over)
    window.print()
    return () => window.removeEventListener('afterprint', over)
  }, [lines])

  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        {t('counts.print')}
      </Button>
      {lines ? createPortal(<Paper count={count} lines={lines} />, document.body) : null}
    </>
  )
}

/** The sheet as it is carried through the stockroom, with room to write. Screens do not show it. */
function Paper({ count, lines }: { count: Count; lines: readonly CountLine[] }) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const units = (line: CountLine, value: number | null) =>
    value === null ? '' : format.quantity(value, line.unit as Unit)
  const isOpen = !count.blind || count.status !== 'open'
  return (
    <div hidden data-paper>
      <h1>
        {t('counts.one', { id: count.id })}
        {several ? ` · ${nameOf(count.location_id)}` : null}
      </h1>
      <table>
        <thead>
          <tr>
            <th>{t('picker.label')}</th>
            <th>{t('products.sku')}</th>
            {isOpen ? <th>{t('counts.expected')}</th> : null}
            <th>{t('counts.countedUnits')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>{line.name}</td>
              <td>{line.sku}</td>
              {isOpen ? <td>{units(line, line.expected)}</td> : null}
              <td>{units(line, line.counted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
