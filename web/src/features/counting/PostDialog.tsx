import { Alert, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/api/errors'
import { useText } from '@/shared/i18n'
import type { Unit } from '@/shared/quantity'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { notifySuccess } from '@/shared/ui/toast'
import { Variance } from './CountPage'
import { usePostCount } from './mutations'
import { type Count, linesQuery } from './queries'

type Doubted = { line_id: number; sku: string; expected: number; counted: number }

const SHOWN = 10

/** Only true differences become movements. Large ones are counted again, or confirmed. */
export function PostDialog({ count, onClose }: { count: Count; onClose: () => void }) {
  const { t } = useText()
  const post = usePostCount(count.id)
  const failure = post.error
  const needed = failure instanceof ApiError && failure.code === 'recount_needed' ? failure : null
  const lines = (needed?.params.lines ?? []) as Doubted[]
  const total = Number(needed?.params.total ?? 0)
  return (
    <Dialog opened onClose={onClose} title={t('counts.postTitle', { id: count.id })} size="lg">
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          post.mutate(
            { confirm_all: needed !== null },
            {
              onSuccess: () => {
                notifySuccess(t('counts.posted', { id: count.id }))
                onClose()
              },
            },
          )
        }}
        action={t(needed ? 'counts.postAll' : 'counts.post')}
        pending={post.isPending}
        failure={needed ? null : failure}
        onClose={onClose}
      >
        <Text>{t('counts.postText')}</Text>
        {count.counted < count.lines ? (
          <Text size="sm" c="dimmed">
            {t('counts.left', { count: count.lines - count.counted })}
          </Text>
        ) : null}
        <Variance count={count} />
        <Largest count={count} />
        {needed ? (
          <Alert role="alert" color="yellow" variant="light">
            {t('counts.recount', { count: total })}
            <List size="sm" mt="xs">
              {lines.slice(0, SHOWN).map(({ line_id, sku, expected, counted }) => (
                <List.Item key={line_id}>
                  {t('counts.recountLine', { sku, expected, counted })}
                </List.Item>
              ))}
            </List>
          </Alert>
        ) : null}
      </DialogForm>
    </Dialog>
  )
}

/** The differences that count most: in units, and in money where a cost is known. */
function Largest({ count }: { count: Count }) {
  const { t, format } = useText()
  const { data } = useQuery(linesQuery(count.id, { show: 'difference', page: 1, limit: SHOWN }))
  if (!data || data.rows.length === 0) return null
  return (
    <section aria-label={t('counts.largest')}>
      <Text fw={600}>{t('counts.largest')}</Text>
      <List size="sm" mt="xs">
        {data.rows.map(({ id, name, unit, difference, value }) => (
          <List.Item key={id}>
            {t('common.labelled', {
              label: name,
              value: [
                `${format.signed(difference ?? 0)}${format.unitSuffix(unit as Unit)}`,
                value === null ? t('counts.noCost') : format.money(value),
              ].join(' · '),
            })}
          </List.Item>
        ))}
      </List>
      {data.total > SHOWN ? (
        <Text size="sm" c="dimmed">
          {t('counts.moreDifferences', { count: data.total - SHOWN })}
        </Text>
      ) : null}
    </section>
  )
}
