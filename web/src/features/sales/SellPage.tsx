import { Alert, SimpleGrid, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { lineTotal } from '@/shared/quantity'
import type { Sale } from '@/shared/sales'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { PageHeader } from '@/shared/ui/PageHeader'
import { notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import { Basket } from './Basket'
import { type BasketLine, MAX_LINES, withScanned } from './basket'
import { SaleForm } from './SaleForm'
import classes from './SellPage.module.css'
import { useRecordOrder } from './use-record-order'
import { useTillLocation } from './use-till-location'

type Recorded = { sale: Sale; product: Product }

/** The till: made for a keyboard or a scanner, one sale after the other. */
export function SellPage({ chosen }: { chosen: Product | null }) {
  const { t, format } = useText()
  const { user, maySell } = useUser()
  const [recorded, setRecorded] = useState<Recorded[]>([])
  const [lines, setLines] = useState<BasketLine[]>([])
  const order = useRecordOrder()
  const till = useTillLocation()
  const total = recorded.reduce((sum, { sale }) => sum + lineTotal(sale), 0)

  function change(changed: BasketLine[]) {
    setLines(changed)
    order.reset()
  }

  function recordBasket(correct: boolean) {
    if (order.isPending) return
    order.mutate(
      { lines, correct, location: till.location },
      {
        onSuccess: (recordedOrder) => {
          notifySuccess(
            t('sell.basketRecorded', {
              total: format.money(recordedOrder.total),
            }),
          )
          const sold = recordedOrder.lines.flatMap((sale, n) => {
            const product = lines[n]?.product
            return product ? [{ sale, product }] : []
          })
          setRecorded((before) => [...sold.reverse(), ...before])
          setLines([])
        },
      },
    )
  }

  return (
    <>
      <PageHeader title={t('sell.title')} subtitle={t('sell.keys')}>
        {maySell && till.several ? (
          <LocationSelect
            value={till.location}
            onChange={(location) => {
              if (location) till.choose(location)
              order.reset()
            }}
          />
        ) : null}
      </PageHeader>
      {user && !maySell ? (
        <Alert color="yellow" variant="light">
          {t('sell.reader')}
        </Alert>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <section className={`panel ${classes.form}`} aria-label={t('sell.title')}>
            <SaleForm
              chosen={chosen}
              location={till.location}
              onRecorded={(sale, product) =>
                setRecorded((before) => [{ sale, product }, ...before])
              }
              basket={{
                isEmpty: lines.length === 0,
                add: (line) => {
                  if (lines.length < MAX_LINES) change([...lines, line])
                },
                scan: (line) => {
                  if (lines.length < MAX_LINES) change(withScanned(lines, line))
                },
                record: () => recordBasket(false),
              }}
            />
          </section>
          {lines.length > 0 ? (
            <Basket
              lines={lines}
              failure={order.error}
              isPending={order.isPending}
              onChange={change}
              onRecord={recordBasket}
            />
          ) : null}
          <section className={`panel ${classes.recorded}`} aria-labelledby="recorded">
            <div className={classes.line}>
              <Title order={2} id="recorded" fz={16}>
                {t('sell.session')}
              </Title>
              {recorded.length > 0 ? (
                <Text fw={600}>{t('sell.total', { total: format.money(total) })}</Text>
              ) : null}
            </div>
            {recorded.length === 0 ? (
              <Text c="dimmed" mt="sm">
                {t('sell.sessionEmpty')}
              </Text>
            ) : (
              <ul className={classes.list}>
                {recorded.map(({ sale, product }) => (
                  <li key={sale.id} className={classes.line}>
                    <span>
                      {format.quantity(sale.quantity, product.unit)} × {product.name}
                      <Text span c="dimmed" size="sm" ml="xs">
                        {format.time(sale.created_at)}
                      </Text>
                    </span>
                    <span>{format.money(lineTotal(sale))}</span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </SimpleGrid>
      )}
    </>
  )
}
