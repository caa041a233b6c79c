import { createFileRoute } from '@tanstack/react-router'
import { AccountPage } from '@/features/people/AccountPage'

export const Route = createFileRoute('/_auth/settings/account')({ component: AccountPage })
