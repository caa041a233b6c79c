import { saveFile } from '@/shared/save-file'

/** A file as it can be imported, for whoever has none: the header, and a row to be replaced. */
export const templateText = (today: string) =>
  `date,sku,name,quantity,price\n${today},TEA-100,Green tea 100 g,2,4.50\n`

export const saveTemplate = (today: string) =>
  saveFile(new Blob([templateText(today)], { type: 'text/csv' }), 'sales-template.csv')
