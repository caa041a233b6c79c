/** Not of the page of the API, which is an entry too. */
const ofTheClient =
  /\/src\/(?!explorer\/|worker\/|early\/|main)|\/node_modules\/(@mantine|@tanstack\/(react|query|router|history|store)[^/]*|react[^/]*|scheduler)\//

const mantine = (parts: string) => `/@mantine/core/esm/components/(?:${parts})/`

/** Of everything but what announces, which no page needs to be drawn. */
const ofMany =
  /\/src\/(?!explorer\/|worker\/|early\/|main|api\/gen\/)|\/node_modules\/(?:@mantine\/(?!notifications|form)|@tanstack)\//
/** Not of what is dragged, trapped or pressed by keys within a window or a list. */
const ofPages =
  '/@mantine/hooks/esm/use-(?!drag|move|long-press|focus|hotkeys|click-outside|clipboard|network)'
const ofDialogs = new RegExp(
  `/(?:react-remove-scroll|react-remove-scroll-bar|use-sidecar)/|${mantine('ModalBase|Modal|Drawer|ScrollArea')}|/src/shared/ui/(?:DialogFrame|ViewsDialog)\\.tsx`,
)

/**
 * Which files the client is built into. Left to itself the build makes one of every module that
 * two pages share: a page then asks for ninety files of a few hundred bytes, which on a slow line
 * are two seconds of asking, and each is compressed by itself. A file with what many pages need
 * costs a page that needs half of it less than that.
 */
export const groups = [
  // What every page needs before anything else.
  { name: 'start', tags: ['$initial' as const], test: ofTheClient, priority: 39 },
  // Of what nearly every page is made, and the door.
  {
    name: 'basics',
    test: new RegExp(
      `${mantine('ActionIcon|Checkbox|Input|InputBase|NativeSelect|Combobox/(?:get-parsed-combobox-data|ComboboxChevron)|TextInput|Title|VisuallyHidden')}|/@mantine/core/esm/core/|${ofPages}|/shared/(?:number-of|kept-values|ui/(?:use-document-title|undo-toast|Dialog\\.|ConfirmDialog|ChangedMeanwhile|Part\\.|FormPage))`,
    ),
    priority: 38,
  },
  {
    name: 'segments',
    test: new RegExp(mantine('SegmentedControl|FloatingIndicator')),
    priority: 37,
  },
  // What opens over a page beside what was pressed.
  {
    name: 'floating',
    test: new RegExp(
      `/@floating-ui/|/@mantine/core/esm/utils/Floating/|${mantine('Popover|Menu|Tooltip|HoverCard')}`,
    ),
    priority: 36,
  },
  // Fields that open a list.
  {
    name: 'lists',
    test: new RegExp(
      mantine('Combobox(?:/(?!get-parsed|ComboboxChevron)[^/]+)?|Select|Autocomplete'),
    ),
    priority: 35,
  },
  { name: 'icons', test: /\/node_modules\/@tabler\//, minShareCount: 2, priority: 34 },
  // What is typed into, on pages that are filled in.
  {
    name: 'fields',
    test: /\/src\/shared\/(?:forms|typed-number|unusual|ui\/(?:NumberField|MoneyInput|QuantityInput|FormFoot|use-(?:unusual|leave-guard|form-page)))\.tsx?$|\/useBlocker/,
    minShareCount: 2,
    priority: 33,
  },
  // All else that eight or more parts of the client share, but what dialogs are made of.
  {
    name: 'common',
    test: (id: string) => ofMany.test(id) && !ofDialogs.test(id),
    minShareCount: 8,
    priority: 32,
  },
  // What opens over the whole of a page.
  { name: 'window', test: ofDialogs, priority: 31 },
  // Forms, and the checks of what is sent.
  { name: 'form', test: /\/node_modules\/@mantine\/form\//, priority: 30 },
  { name: 'checks', test: /\/node_modules\/zod\/|\/zod\.gen\.ts/, priority: 29 },
]
