import { Button, Group, List, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useRef, useState } from 'react'
import { useText } from '../i18n'
import { Dialog } from './Dialog'

/** So many are read; of more it is said how many they are. */
const SHOWN = 6

type Asked = { questions: readonly string[]; go: () => void }

/**
 * Asks once about figures that may be slips of the hand, each in a sentence that names it; who says
 * yes is not asked about the same figure again. `question` has to be drawn, outside of the form.
 */
export function useUnusual(): {
  unlessUnusual: (questions: readonly string[], go: () => void) => void
  question: ReactNode
} {
  const { t } = useText()
  const [{ questions, go }, ask] = useState<Asked>({ questions: [], go: () => undefined })
  // What was asked stays to be read while its window goes.
  const [opened, { open: show, close }] = useDisclosure(false)
  const meant = useRef(new Set<string>())

  function unlessUnusual(found: readonly string[], next: () => void) {
    const open = found.filter((one) => !meant.current.has(one))
    if (open.length === 0) {
      next()
      return
    }
    ask({ questions: open, go: next })
    show()
  }

  function keep() {
    for (const one of questions) meant.current.add(one)
    close()
    go()
  }

  return {
    unlessUnusual,
    question: (
      <Dialog
        opened={opened}
        onClose={close}
        title={t('unusual.title')}
        size="sm"
        fullScreen={false}
      >
        <Stack>
          {questions.length === 1 ? (
            <Text>{questions[0]}</Text>
          ) : (
            <List>
              {questions.slice(0, SHOWN).map((one) => (
                <List.Item key={one}>{one}</List.Item>
              ))}
            </List>
          )}
          {questions.length > SHOWN ? (
            <Text c="dimmed">{t('unusual.more', { count: questions.length - SHOWN })}</Text>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={close}>
              {t('unusual.change')}
            </Button>
            <Button onClick={keep}>{t('unusual.keep')}</Button>
          </Group>
        </Stack>
      </Dialog>
    ),
  }
}
