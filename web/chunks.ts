/** Not of the page of the API, which is an entry too. */
const ofTheClient =
  /\/src\/(?!explorer\/|worker\/|main)|\/node_modules\/(@mantine|@tanstack\/(react|query|router|history|store)[^/]*|react[^/]*|scheduler)\//

const mantine = (parts: string) => `/@mantine/core/esm/(?:components/(?:${parts})|utils/Floating)/`

/** Of everything but what announces, which no page needs to be drawn. */
const ofMany =
  /\/src\/(?!explorer\/|worker\/|main|api\/gen\/)|\/node_modules\/(?:@mantine\/(?!notifications|form)|@tanstack)\//
const ofDialogs = new RegExp(
  `/(?:react-remove-scroll|react-remove-scroll-bar|use-sidecar)/|${mantine('ModalBase|Modal|Drawer|ScrollArea')}|/src/shared/ui/\\w*Dialog\\.tsx`,
)
const ofNumbers =
  /\/react-number-format\/|\/NumberInput\/|\/src\/shared\/ui\/(?:NumberField|MoneyInput|QuantityInput)\.tsx/

/**
 * Which files the client is built into. Left to itself the build makes one of every module that
 * two pages share: a page then asks for ninety files of a few hundred bytes, which on a slow line
 * are two seconds of asking, and each is compressed by itself. A file with what many pages need
 * costs a page that needs half of it less than that.
 */
export const groups = [
  // What every page needs before anything else.
  { name: 'start', tags: ['$initial' as const], test: ofTheClient, priority: 9 },
  // Of what nearly every page is made, and the door.
  {
    name: 'basics',
    test: new RegExp(
      `${mantine('ActionIcon|Checkbox|Input|InputBase|SegmentedControl|TextInput|Title')}|/@mantine/hooks/|/shared/ui/use-document-title`,
    ),
    priority: 8.5,
  },
  // What opens over a page beside what was pressed.
  {
    name: 'floating',
    test: new RegExp(`/@floating-ui/|${mantine('Popover|Menu|Tooltip|HoverCard')}`),
    priority: 8,
  },
  // Fields that open a list.
  { name: 'lists', test: new RegExp(mantine('Combobox|Select|Autocomplete')), priority: 7.5 },
  { name: 'icons', test: /\/node_modules\/@tabler\//, minShareCount: 2, priority: 7 },
  // All else that six or more parts of the client share, but what dialogs and forms are made of.
  {
    name: 'common',
    test: (id: string) => ofMany.test(id) && !ofDialogs.test(id) && !ofNumbers.test(id),
    minShareCount: 6,
    priority: 6,
  },
  // What opens over the whole of a page.
  { name: 'window', test: ofDialogs, priority: 5 },
  // Fields for numbers, and the checks of what is sent.
  { name: 'number', test: ofNumbers, priority: 4 },
  { name: 'form', test: /\/node_modules\/(?:zod|@mantine\/form)\/|\/zod\.gen\.ts/, priority: 3 },
]
