/** Spreadsheets that are read in and written out. */
export const sheets = {
  title: 'Import and export',
  kind: 'File contents',
  download: 'Download current data',
  file: 'CSV file to import',
  choose: 'Choose a file',
  preview: '{{created, number}} new, {{changed, number}} changed, {{unchanged, number}} unchanged.',
  rejected_one: 'One row cannot be imported. Correct it and choose the file again.',
  rejected_other:
    '{{count, number}} rows cannot be imported. Correct them and choose the file again.',
  rejectedRow: 'Line {{line}}, {{field}}: {{text}}',
  rowNew: 'Line {{line}}, {{name}}: new',
  rowChanged: 'Line {{line}}, {{name}}: {{fields}}',
  more_one: 'and one more',
  more_other: 'and {{count, number}} more',
  imported: '{{created, number}} added, {{changed, number}} changed.',
} as const
