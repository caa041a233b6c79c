import { Alert, Button, List, Stack, Text } from '@mantine/core'
import { daysBetween } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { type JobDetail, useReread, useSayBegun } from './jobs'
import { chosenOf, layoutBody } from './layout'

/** A history that ends longer ago says little of what will be sold. */
const OLD_DAYS = 60

type Props = { job: JobDetail; onSent: () => void }

/** What importing a file would do to the shop, before anything is done. */
export function Consequences({ job, onSent }: Props) {
  const { t, format } = useText()
  const today = useToday()
  const reread = useReread()
  const sayBegun = useSayBegun()
  const { layout, last_day: last, comparison: found } = job
  const created = found?.new_products ?? 0
  const unpriced = found?.without_price ?? 0
  const isOld =
    last !== null && daysBetween(last, today) > OLD_DAYS && job.params.shift_dates !== true

  function shift() {
    if (!layout) return
    const body = layoutBody(layout, { ...chosenOf(layout, job.params), shift: true })
    reread.mutate(
      { id: job.id, body },
      {
        onSuccess: ({ data }) => {
          sayBegun(data, t('data.checking'))
          onSent()
        },
      },
    )
  }

  return (
    <>
      {created > 0 ? (
        <List size="sm">
          <List.Item>{t('data.newProducts', { count: created })}</List.Item>
          {unpriced > 0 ? (
            <List.Item>{t('data.withoutPrice', { count: unpriced })}</List.Item>
          ) : null}
        </List>
      ) : null}
      {isOld && layout ? (
        <Alert color="yellow" variant="light">
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('data.oldData', { day: format.day(last) })}</Text>
            <Button size="compact-sm" variant="light" loading={reread.isPending} onClick={shift}>
              {t('data.shift')}
            </Button>
          </Stack>
        </Alert>
      ) : null}
      <ProblemAlert failure={reread.error} />
    </>
  )
}
