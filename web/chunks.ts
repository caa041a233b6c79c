/** Not of the page of the API, which is an entry too. */
const ofTheClient =
  /\/src\/(?!explorer\/|worker\/|main)|\/node_modules\/(@mantine|@tanstack\/(react|query|router|history|store)[^/]*|react[^/]*|scheduler|i18next)\//

const mantine = (parts: string) => `/@mantine/core/esm/(?:components/(?:${parts})|utils/Floating)/`

/**
 * Which files the client is built into. Left to itself the build makes one of every module that
 * two pages share: a page then asks for ninety files of a few hundred bytes, which on a slow line
 * are two seconds of asking, and each is compressed by itself. A file with what many pages need
 * costs a page that needs half of it less than that.
 */
export const groups = [
  // What every page needs before anything else.
  { name: 'start', tags: ['$initial' as const], test: ofTheClient, priority: 9 },
  // What opens over a page beside what was pressed, and the fields it opens from.
  {
    name: 'floating',
    test: new RegExp(
      `/@floating-ui/|${mantine('Popover|Menu|Tooltip|HoverCard|Combobox|Select|Input|InputBase|TextInput')}`,
    ),
    priority: 8,
  },
  // What opens over the whole of a page.
  {
    name: 'window',
    test: new RegExp(
      `/(?:react-remove-scroll|react-remove-scroll-bar|use-sidecar)/|${mantine('ModalBase|Modal|Drawer|ScrollArea')}|/src/shared/ui/Dialog\\.tsx`,
    ),
    priority: 7,
  },
  // Fields for numbers, and the checks of what is sent.
  {
    name: 'number',
    test: /\/react-number-format\/|\/NumberInput\/|\/NumberField\.tsx/,
    priority: 6,
  },
  { name: 'form', test: /\/node_modules\/(?:zod|@mantine\/form)\/|\/zod\.gen\.ts/, priority: 5 },
  { name: 'icons', test: /\/node_modules\/@tabler\//, minShareCount: 2, priority: 4 },
  // All else that six or more parts of the client share.
  {
    name: 'common',
    test: /\/src\/(?!explorer\/|worker\/|main|api\/gen\/)|\/node_modules\/(?:@mantine|@tanstack)\//,
    minShareCount: 6,
    priority: 1,
  },
]
