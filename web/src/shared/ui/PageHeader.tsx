import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './PageHeader.module.css'
import { useDocumentTitle } from './use-document-title'

type Props = {
  title: string
  subtitle?: ReactNode
  /** How many lines of a phone the subtitle takes, where it is a sentence that comes late; one less on a desk. */
  lines?: number
  children?: ReactNode
}

const LINE_EM = 1.55

/** The page's one heading, also the window's title, with the page's actions beside it. */
export function PageHeader({ title, subtitle, lines = 1, children }: Props) {
  useDocumentTitle(title)
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="lg">
      {/* A long sentence that comes late wraps here; it does not push what is beside it down. */}
      <div style={{ flex: '1 1 18rem', minWidth: 0 }}>
        <Title order={1} fz={{ base: 24, sm: 28 }} lh={1.2}>
          {title}
        </Title>
        {subtitle !== undefined ? (
          // Keeps its lines while its text is on the way.
          <Text
            c="dimmed"
            component="div"
            mt={4}
            mih={
              lines === 1
                ? `${LINE_EM}em`
                : { base: `${lines * LINE_EM}em`, sm: `${(lines - 1) * LINE_EM}em` }
            }
          >
            {subtitle}
          </Text>
        ) : null}
      </div>
      {children ? (
        <Group gap="xs" className={classes.actions}>
          {children}
        </Group>
      ) : null}
    </Group>
  )
}
