import { type APIRequestContext, expect } from '@playwright/test'

export type Product = { id: number; sku: string; name: string; price: number; stock: number }

// biome-ignore lint/suspicious/noExplicitAny: what each route answers is known where it is asked
type Answer = any

export type Api = ReturnType<typeof apiOf>

/** What a job needs to be there already is made without the pages. */
export function apiOf(request: APIRequestContext, token: string) {
  const headers = { Authorization: `Bearer ${token}` }

  async function get(path: string): Promise<Answer> {
    const answer = await request.get(path, { headers })
    expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true)
    return answer.json()
  }

  async function send(method: 'post' | 'put', path: string, data: object): Promise<Answer> {
    const answer = await request[method](path, { headers, data })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
    return answer.status() === 204 ? null : answer.json()
  }
  const post = (path: string, data: object) => send('post', path, data)
  const put = (path: string, data: object) => send('put', path, data)

  async function remove(path: string) {
    const answer = await request.delete(path, { headers })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  }

  const product = (
    data: Partial<Product> & { category?: string; kind?: string },
  ): Promise<Product> => post('/api/products', { price: 4.2, stock: 0, ...data })

  const sale = (of: Product, quantity: number): Promise<{ id: number }> =>
    post('/api/sales', { product_id: of.id, quantity, sold_at: new Date().toISOString() })

  /** A file of sales; checked only when `look`, else imported. */
  async function upload(name: string, content: string, look = false) {
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) }
    const path = `/api/etl/uploads${look ? '?dry_run=true' : ''}`
    const answer = await request.post(path, { headers, multipart: { file } })
    expect(answer.ok(), await answer.text()).toBe(true)
    const { id } = await answer.json()
    await expect
      .poll(async () => (await get(`/api/etl/jobs/${id}`)).status, { timeout: 60_000 })
      .toMatch(look ? /checked|unmapped/ : 'done')
  }

  /** Some of it sold on each of so many days up to yesterday, and on one of them far more. */
  async function history(of: Product, days: number, spike?: { ago: number; units: number }) {
    const lines = ['series_id,date,quantity']
    for (let ago = days; ago >= 1; ago--) {
      const day = new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
      lines.push(`${of.sku},${day},${ago === spike?.ago ? spike.units : 4 + (ago % 3)}`)
    }
    await upload(`${of.sku}.csv`, lines.join('\n'))
  }

  /** Somebody who sells it, and delivers in three days. */
  async function supplier(name: string, of: Product): Promise<{ id: number; name: string }> {
    const made = await post('/api/suppliers', { name, lead_time_days: 3 })
    await put(`/api/suppliers/${made.id}/products`, {
      items: [{ product_id: of.id, unit_cost: 2.5, order_multiple: 6, preferred: true }],
    })
    return made
  }

  /** Advice comes once the forecast does. */
  const advised = (of: Product) =>
    expect
      .poll(
        async () => {
          const answer = await request.get(`/api/forecast/replenishment/${of.id}`, { headers })
          return answer.ok() ? JSON.stringify(await answer.json()) : ''
        },
        { timeout: 150_000, intervals: [500] },
      )
      .toMatch(/"quantity":[1-9]/)

  return { get, post, put, remove, product, sale, upload, history, supplier, advised }
}
