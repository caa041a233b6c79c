import { Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '@/shared/i18n'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import type { OneSearch, ProductSearch, Tab } from './search'
import { type Neighbour, useNeighbours } from './use-neighbours'

type Props = { id: number; list: ProductSearch | undefined; tab: Tab }

/** Back to the list, and along it: with the arrow keys too, the tab stays. */
export function Walk({ id, list, tab }: Props) {
  const { t } = useText()
  const navigate = useNavigate()
  const { previous, next, place } = useNeighbours(id, list)
  const target = ({ product, list: of }: Neighbour) => {
    const search: OneSearch = { ...(tab === 'overview' ? {} : { tab }), list: of }
    return {
      to: '/products/$productId',
      params: { productId: String(product.id) },
      search,
    } as const
  }
  const go = (neighbour: Neighbour | undefined) => () => {
    // What is open above the page has the keys.
    if (neighbour && !document.querySelector('[role=dialog]')) void navigate(target(neighbour))
  }
  useHotkeys([
    ['ArrowLeft', go(previous)],
    ['ArrowRight', go(next)],
  ])
  return (
    <Group justify="space-between" mb="xs" gap="xs" mih={30}>
      <TextLink to="/products" search={list ?? {}} size="sm">
        {t('products.title')}
      </TextLink>
      {place ? (
        <Group component="nav" gap={4} aria-label={t('products.walk')}>
          {previous ? (
            <ButtonLink
              {...target(previous)}
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-label={t('products.previous', { name: previous.product.name })}
            >
              <IconChevronLeft size={18} aria-hidden />
            </ButtonLink>
          ) : null}
          <Text size="sm" c="dimmed">
            {t('products.place', place)}
          </Text>
          {next ? (
            <ButtonLink
              {...target(next)}
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-label={t('products.next', { name: next.product.name })}
            >
              <IconChevronRight size={18} aria-hidden />
            </ButtonLink>
          ) : null}
        </Group>
      ) : null}
    </Group>
  )
}
