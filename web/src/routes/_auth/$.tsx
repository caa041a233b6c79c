import { createFileRoute } from '@tanstack/react-router'
import { NotFound } from '@/features/shell/NotFound'

/** An address of nothing keeps the menu beside what it says. */
export const Route = createFileRoute('/_auth/$')({ component: NotFound })
