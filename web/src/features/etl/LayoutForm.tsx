import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import classes from './DataPage.module.css'
import { type JobDetail, useReread } from './jobs'
import {
  type Choice,
  chosenOf,
  columnChoices,
  columnFields,
  isComplete,
  layoutBody,
} from './layout'

type Props = {
  job: JobDetail & { layout: NonNullable<JobDetail['layout']> }
  onSent: () => void
}

/** How the file is read, to be put right and checked again. */
export function LayoutForm({ job, onSent }: Props) {
  const { t } = useText()
  const { layout } = job
  const [choice, setChoice] = useState<Choice>(() => chosenOf(layout, job.params))
  const reread = useReread()
  const found = { value: '', label: t('data.detect') }
  const change = (changed: Partial<Choice>) => setChoice({ ...choice, ...changed })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        reread.mutate(
          { id: job.id, body: layoutBody(layout, choice) },
          {
            onSuccess: () => {
              notifySuccess(t('data.checking'))
              onSent()
            },
          },
        )
      }}
    >
      <Stack gap="sm">
        <FirstRows layout={layout} />
        <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm">
          {columnFields.map((field) => (
            <NativeSelect
              key={field}
              label={t(`data.columns.${field}`)}
              value={choice.columns[field] ?? ''}
              onChange={(event) =>
                change({ columns: { ...choice.columns, [field]: event.currentTarget.value } })
              }
              data={[
                { value: '', label: t('data.noColumn') },
                ...columnChoices(layout, field).map((name) => ({ value: name, label: name })),
              ]}
            />
          ))}
          <NativeSelect
            label={t('data.dates')}
            value={choice.dates}
            onChange={(event) => change({ dates: event.currentTarget.value as Choice['dates'] })}
            data={[
              found,
              ...(['ymd', 'dmy', 'mdy'] as const).map((value) => ({
                value,
                label: t(`data.dateOrders.${value}`),
              })),
            ]}
          />
          <NativeSelect
            label={t('data.decimal')}
            value={choice.decimal}
            onChange={(event) =>
              change({ decimal: event.currentTarget.value as Choice['decimal'] })
            }
            data={[
              found,
              ...([',', '.'] as const).map((value) => ({
                value,
                label: t(value === ',' ? 'data.decimalComma' : 'data.decimalPoint'),
              })),
            ]}
          />
          <NativeSelect
            label={t('data.delimiter')}
            value={choice.delimiter}
            onChange={(event) =>
              change({ delimiter: event.currentTarget.value as Choice['delimiter'] })
            }
            data={[
              found,
              ...([',', ';', '\t', '|'] as const).map((value) => ({
                value,
                label: value === '\t' ? t('data.tab') : value,
              })),
            ]}
          />
        </SimpleGrid>
        <Checkbox
          label={t('data.returns')}
          checked={choice.returns}
          onChange={(event) => change({ returns: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('data.importNoGoods')}
          checked={choice.no_goods === 'import'}
          onChange={(event) =>
            change({ no_goods: event.currentTarget.checked ? 'import' : 'leave_out' })
          }
        />
        <Checkbox
          label={t('data.shift')}
          checked={choice.shift}
          onChange={(event) => change({ shift: event.currentTarget.checked })}
        />
        {choice.shift ? (
          <Alert color="yellow" variant="light">
            {t('data.shiftWarning')}
          </Alert>
        ) : null}
        {isComplete(choice) ? null : (
          <Text size="sm" c="dimmed">
            {t('data.columnsNeeded')}
          </Text>
        )}
        <ProblemAlert failure={reread.error} />
        <Group justify="flex-end">
          <Button
            type="submit"
            variant="light"
            disabled={!isComplete(choice)}
            loading={reread.isPending}
          >
            {t('data.checkAgain')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function FirstRows({ layout }: { layout: Props['job']['layout'] }) {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.rows} tabIndex={0} aria-label={t('data.firstRows')}>
      <table>
        <thead>
          <tr>
            {layout.header.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
              <th key={at} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layout.rows.slice(0, 3).map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <tr key={line}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells never move
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
