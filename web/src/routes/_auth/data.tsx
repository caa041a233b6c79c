import { createFileRoute } from '@tanstack/react-router'
import { DataPage } from '@/features/etl/DataPage'
import { speakAlso } from '@/shared/i18n'

export const Route = createFileRoute('/_auth/data')({
  loader: () => speakAlso('data'),
  component: DataPage,
})
