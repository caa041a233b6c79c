import { createFileRoute } from '@tanstack/react-router'
import { DataPage } from '@/features/etl/DataPage'

export const Route = createFileRoute('/_auth/data')({ component: DataPage })
