import { Menu, Tooltip } from '@mantine/core'

/** What opens beside what was pressed or pointed at: no page needs it to be drawn. */
export const floating = { Menu, Tooltip }
