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
import { FirstRows, MatchNote } from './FoundLayout'
import { type JobDetail, useReread, useSayBegun } from './jobs'
import {
  type Choice,
  chosenOf,
  columnChoices,
  columnFields,
  encodingName,
  isComplete,
  layoutBody,
  repeatedFields,
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
  const sayBegun = useSayBegun()
  const found = { value: '', label: t('data.detect') }
  const change = (changed: Partial<Choice>) => setChoice({ ...choice, ...changed })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        reread.mutate(
          { id: job.id, body: layoutBody(layout, choice) },
          {
            onSuccess: ({ data }) => {
              sayBegun(data, t('data.checking'))
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
              description={
                <MatchNote
                  layout={layout}
                  field={field}
                  onChoose={(name) => change({ columns: { ...choice.columns, [field]: name } })}
                />
              }
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
          <NativeSelect
            label={t('data.encoding')}
            value={choice.encoding}
            onChange={(event) =>
              change({ encoding: event.currentTarget.value as Choice['encoding'] })
            }
            data={[
              found,
              ...encodings.map((value) => {
                const reads = layout.readings.find((one) => one.encoding === value)
                const name = encodingName(value)
                return { value, label: reads ? `${name}: ${reads.sample.slice(0, 30)}` : name }
              }),
            ]}
          />
          <NativeSelect
            label={t('data.shape')}
            value={choice.shape}
            onChange={(event) => change({ shape: event.currentTarget.value as Choice['shape'] })}
            data={(['long', 'wide_products', 'wide_dates'] as const).map((value) => ({
              value,
              label: t(`data.shapes.${value}`),
            }))}
          />
        </SimpleGrid>
        {layout.parts.length > 1 ? (
          <Checkbox.Group
            label={t('data.parts')}
            value={choice.sheets}
            onChange={(sheets) => change({ sheets })}
          >
            <Group gap="sm" mt={4}>
              {layout.parts.map((part) => (
                <Checkbox key={part.name} value={part.name} label={part.name} />
              ))}
            </Group>
          </Checkbox.Group>
        ) : null}
        <Checkbox
          label={t('data.noHeader')}
          checked={!choice.header}
          onChange={(event) => change({ header: !event.currentTarget.checked })}
        />
        <Checkbox
          label={t('data.rowsAreUnits')}
          checked={choice.rowsAreUnits}
          onChange={(event) => change({ rowsAreUnits: event.currentTarget.checked })}
        />
        {repeatedFields.map((field) => (
          <Checkbox
            key={field}
            label={t('data.fillDown', { field: t(`data.columns.${field}`) })}
            checked={choice.fillDown.includes(field)}
            onChange={(event) =>
              change({
                fillDown: repeatedFields.filter((other) =>
                  other === field ? event.currentTarget.checked : choice.fillDown.includes(other),
                ),
              })
            }
          />
        ))}
        <Checkbox
          label={t('data.returns')}
          checked={choice.returns}
          onChange={(event) => change({ returns: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('data.finer')}
          checked={choice.finer}
          onChange={(event) => change({ finer: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('data.keepUnits')}
          checked={choice.keepUnits}
          onChange={(event) => change({ keepUnits: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('data.importNoGoods')}
          checked={choice.no_goods === 'import'}
          onChange={(event) =>
            change({ no_goods: event.currentTarget.checked ? 'import' : 'leave_out' })
          }
        />
        <Checkbox
          label={t('data.sameCase')}
          checked={choice.on_case === 'same'}
          onChange={(event) => change({ on_case: event.currentTarget.checked ? 'same' : 'apart' })}
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

const encodings = [
  'utf-8',
  'cp1252',
  'iso-8859-15',
  'cp850',
  'cp437',
  'cp858',
  'mac-roman',
  'cp1250',
] as const
