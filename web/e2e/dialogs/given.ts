import type { Api } from '../jobs/api'

/** What dialogs are about: something of each kind, in the state in which they can be opened. */
export type Given = Awaited<ReturnType<typeof prepare>>

export async function prepare(api: Api, stamp: string) {
  const now = new Date().toISOString()
  const product = await api.product({ sku: `DLG-${stamp}`, name: `Dialog ${stamp}`, stock: 9 })
  await api.history(product, 90, { ago: 10, units: 400 })
  const supplier = await api.supplier(`Dialog supplier ${stamp}`, product)
  const parent = await api.product({ sku: `PAR-${stamp}`, name: `Parent ${stamp}`, kind: 'parent' })
  const basket = await api.post('/api/sales/orders', {
    sold_at: now,
    lines: [{ product_id: product.id, quantity: 1 }],
  })
  // Never sold, so that its lot is there in every look.
  const target = await api.product({ sku: `AIM-${stamp}`, name: `Aim ${stamp}` })
  const order = (...others: object[]) =>
    api.post('/api/purchase-orders', {
      supplier_id: supplier.id,
      lines: [{ product_id: product.id, quantity: 6 }, ...others],
    })
  const draft = await order()
  const received = await order({ product_id: target.id, quantity: 3, unit_cost: 1 })
  await api.post(`/api/purchase-orders/${received.id}/place`, {})
  await api.post(`/api/purchase-orders/${received.id}/receipts`, {
    lines: [
      { line_id: received.lines[0].id, quantity: 3 },
      { line_id: received.lines[1].id, quantity: 3, lot: `L-${stamp}` },
    ],
  })
  const count = await api.post('/api/stock/counts', { filter: { q: product.sku }, blind: false })
  const { location, transfer } = await onTheWay(api, stamp, product.id)
  await api.post('/api/forecast/calendar', {
    kind: 'promotion',
    name: `Dialog week ${stamp}`,
    first_day: now.slice(0, 10),
    last_day: now.slice(0, 10),
    product_id: product.id,
  })
  const person = await colleague(api, stamp)
  const { email: invited } = await api.post('/api/auth/invitations', {
    email: `open-${stamp.toLowerCase()}@example.com`,
    role: 'user',
    days: 7,
  })
  await api.advised(product)
  // By now forecasts know of what came before it, too.
  await api.put('/api/forecast/targets', {
    product_id: target.id,
    target: { shortage_cost: 3, holding_cost_per_day: 0.02 },
  })
  return {
    product,
    supplier,
    parent,
    basket,
    draft,
    received,
    count,
    location,
    transfer,
    target,
    person,
    invited,
  }
}

/** A transfer that is on its way to a place of its own. */
async function onTheWay(api: Api, stamp: string, product_id: number) {
  const location = await api.post('/api/locations', { name: `Store ${stamp}` })
  const transfer = await api.post('/api/stock/transfers', {
    from_location_id: 1,
    to_location_id: location.id,
    lines: [{ product_id, quantity: 1 }],
  })
  await api.post(`/api/stock/transfers/${transfer.id}/ship`, {})
  const planned = await api.post('/api/stock/transfers', {
    from_location_id: 1,
    to_location_id: location.id,
    lines: [{ product_id, quantity: 1 }],
  })
  return { location, transfer: { shipped: transfer.id, planned: planned.id } }
}

async function colleague(api: Api, stamp: string) {
  const email = `dialog-${stamp.toLowerCase()}@example.com`
  const { link } = await api.post('/api/auth/invitations', { email, role: 'user', days: 7 })
  const name = `Dialog person ${stamp}`
  const token = new URL(link).hash.slice(1).replace(/^token=/, '')
  await api.post('/api/auth/invitations/accept', { token, name, password: 'three green lamps' })
  return name
}

/** One place more would be seen by everybody who uses this stack afterwards. */
export async function tidy(api: Api, { location, transfer, product, target }: Given) {
  await api.post(`/api/stock/transfers/${transfer.planned}/cancel`, { reason: 'Over' })
  await api.post(`/api/stock/transfers/${transfer.shipped}/receive`, {})
  await api.post('/api/stock/adjustments', {
    product_id: product.id,
    location_id: location.id,
    delta: -1,
    reason: 'other',
  })
  await api.put('/api/forecast/targets', { product_id: target.id, target: null })
  await api.remove(`/api/locations/${location.id}`)
}
