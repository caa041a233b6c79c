import { createFileRoute } from '@tanstack/react-router'
import { ShopPage } from '@/features/settings/ShopPage'

export const Route = createFileRoute('/_auth/settings/shop')({
  staticData: { says: ['settings'] },
  component: ShopPage,
})
