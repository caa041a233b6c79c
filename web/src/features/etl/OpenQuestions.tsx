import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { type JobDetail, useReread, useSayBegun } from './jobs'
import { type Choice, chosenOf, layoutBody, rowStates } from './layout'

type Props = {
  job: JobDetail & { layout: NonNullable<JobDetail['layout']> }
  onSent: () => void
}

/** What rows were refused or told apart for that the shop may decide otherwise. */
const rowQuestions = [
  { code: 'quantity_precision', answer: { finer: true } },
  { code: 'unit_mismatch', answer: { keepUnits: true } },
  { code: 'case_differs', answer: { on_case: 'same' } },
  { code: 'catalogue_case', answer: { on_case: 'same' } },
] as const

/** What the cells of the file leave open: each answer is a click away. */
export function OpenQuestions({ job, onSent }: Props) {
  const { t, format } = useText()
  const { layout } = job
  const reread = useReread()
  const sayBegun = useSayBegun()
  const answer = (changed: Partial<Choice>) =>
    reread.mutate(
      {
        id: job.id,
        body: layoutBody(layout, { ...chosenOf(layout, job.params), ...changed }),
      },
      {
        onSuccess: ({ data }) => {
          sayBegun(data, t('data.checking'))
          onSent()
        },
      },
    )
  const words = job.warnings
    .filter(({ code }) => code === 'unknown_states')
    .flatMap(({ params }) => String(params.states).split(', '))
  const reading = (about: string, text: string) => (about === 'dates' ? format.day(text) : text)
  return (
    <>
      {layout.questions.map((question) => (
        <Alert key={`${question.about}/${question.field}`} color="yellow" variant="light">
          <Stack gap="xs">
            <Text size="sm">
              {t(`data.questions.${question.about}`, {
                column: t(`data.columns.${question.field}` as 'data.columns.quantity'),
                value: question.value,
              })}
            </Text>
            <Group gap="xs">
              {Object.entries(question.readings).map(([choice, reads]) => (
                <Button
                  key={choice}
                  size="compact-sm"
                  variant="light"
                  disabled={reread.isPending}
                  onClick={() => answer({ [question.about]: choice })}
                >
                  {reading(question.about, reads)}
                </Button>
              ))}
            </Group>
          </Stack>
        </Alert>
      ))}
      {rowQuestions
        .filter(({ code }) => job.notices.some((one) => one.code === code))
        .map(({ code, answer: chosen }) => (
          <Alert key={code} color="yellow" variant="light">
            <Stack gap="xs">
              <Text size="sm">{t(`data.rowQuestions.${code}`)}</Text>
              <Group gap="xs">
                <Button
                  size="compact-sm"
                  variant="light"
                  disabled={reread.isPending}
                  onClick={() => answer(chosen)}
                >
                  {t(`data.rowAnswers.${code}`)}
                </Button>
              </Group>
            </Stack>
          </Alert>
        ))}
      {words.map((word) => (
        <Alert key={word} color="yellow" variant="light">
          <Stack gap="xs">
            <Text size="sm">{t('data.stateQuestion', { word })}</Text>
            <Group gap="xs">
              {rowStates.map((state) => (
                <Button
                  key={state}
                  size="compact-sm"
                  variant="light"
                  disabled={reread.isPending}
                  onClick={() =>
                    answer({ states: { ...chosenOf(layout, job.params).states, [word]: state } })
                  }
                >
                  {t(`data.rowStates.${state}`)}
                </Button>
              ))}
            </Group>
          </Stack>
        </Alert>
      ))}
      <ProblemAlert failure={reread.error} />
    </>
  )
}
