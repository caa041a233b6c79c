import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem, shop, user } from '../../../tests/app'

const PUT = 'PUT /api/auth/shop'
const field = (name: string | RegExp) =>
  screen.findByLabelText<HTMLInputElement>(name, { selector: 'input, textarea' })
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))
const page = () => screen.getByRole('main')

/** At once, as from the clipboard. */
async function type(name: string, text: string) {
  await userEvent.clear(await field(name))
  await userEvent.paste(text)
}

async function choose(name: string, search: string, option: RegExp) {
  const input = await field(name)
  await userEvent.click(input)
  await userEvent.paste(search)
  await userEvent.click(await screen.findByText(option))
}

test('an administrator changes the settings; the version that was read goes along', async () => {
  const tea = { id: 7, sku: 'T', name: 'Tea', price: 4.2, stock: 9, category: null }
  const { sent } = open('/settings/shop', {
    'GET /api/products': () => Response.json([tea], { headers: { 'X-Total-Count': '1' } }),
    [PUT]: async (request) =>
      Response.json({ ...(await request.json()), version: 5, updated_at: 'now' }),
  })
  await type('Name', 'Épicerie du coin')
  await choose('Currency', 'swiss', /CHF/)
  await userEvent.click(screen.getByRole('checkbox', { name: 'Monday' }))
  await type('Service level', '97.5')
  await save()

  expect(await screen.findByText('Settings saved.')).toBeDefined()
  const put = sent.find(({ method }) => method === 'PUT')
  expect(put?.headers.get('If-Match')).toBe('"4"')
  const { version, updated_at, ...settings } = shop
  expect(await put?.json()).toEqual({
    ...settings,
    name: 'Épicerie du coin',
    currency: 'CHF',
    opening_days: [2, 3, 4, 5, 6],
    default_target: 0.975,
  })
  expect(within(page()).getByText('All changes are saved.')).toBeDefined()
  expect(within(page()).queryByRole('alert')).toBeNull()
  expect(screen.queryByText(/Amounts are not converted/)).toBeNull()

  await userEvent.click(screen.getAllByText('Products')[0] as HTMLElement)
  expect(await screen.findByText(/^CHF\s4\.20$/)).toBeDefined()
})

test('a new currency or zone says what it does, before it is saved', async () => {
  open('/settings/shop', {})
  await choose('Currency', 'usd', /USD/)
  expect(screen.getByText(/Amounts are not converted.*€100.00 becomes \$100.00/)).toBeDefined()
  await choose('Time zone', 'new york', /America\/New York/)
  expect(screen.getByText(/all daily series are rebuilt/)).toBeDefined()
})

test('what is wrong is said at its field, and nothing is sent', async () => {
  const { sent } = open('/settings/shop', {})
  await userEvent.clear(await field('Name'))
  await type('Service level', '100')
  await type('Scale barcodes (optional)', '99')
  for (const day of screen.getAllByRole('checkbox', { checked: true, name: /day$/ }))
    await userEvent.click(day)
  await save()
  expect((await field('Name')).getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText('More than 0 % and less than 100 %.')).toBeDefined()
  expect(screen.getByText('13 characters such as 21IIIIIWWWWWC or 21IIIIVPPPPPC.')).toBeDefined()
  expect(screen.getAllByText('Required.')).toHaveLength(2)
  expect(sent.filter(({ method }) => method === 'PUT')).toEqual([])
})

test('what the service refuses is said at its field, with the limits of its rule', async () => {
  const errors = [
    { field: 'name', code: 'string_too_long', message: 'long', params: { max_length: 3 } },
    { field: 'country', code: 'unknown_country', message: 'unknown', params: {} },
  ]
  open('/settings/shop', { [PUT]: () => problem(422, 'invalid', { errors }) })
  await type('Name', 'Other')
  await save()
  expect(await screen.findByText('At most 3 characters.')).toBeDefined()
  expect(screen.getByText('Unknown country.')).toBeDefined()
  expect(within(page()).queryByRole('alert')).toBeNull()
  expect((await field('Name')).value).toBe('Other')
})

test('who saves second sees what the first one saved, loses nothing, and can save then', async () => {
  let stored = shop
  const { sent } = open('/settings/shop', {
    'GET /api/auth/shop': () => Response.json(stored),
    [PUT]: async (request) =>
      request.headers.get('If-Match') === `"${stored.version}"`
        ? Response.json({ ...(await request.json()), version: 9, updated_at: 'now' })
        : problem(412, 'shop_changed'),
  })
  await type('Name', 'Mine')
  await type('Address (optional)', '2 Low Street')
  stored = { ...shop, version: 8, name: 'Theirs', country: 'FR', currency: 'CHF' }
  await save()

  const alert = await within(page()).findByRole('alert')
  expect(alert.textContent).toContain('Someone else saved these settings in the meantime.')
  expect(alert.textContent).toContain('Changed by both of you: Name.')
  expect((await field('Name')).value).toBe('Mine')
  expect((await field(/^Country/)).value).toBe('France (FR)')

  await save()
  expect(await screen.findByText('Settings saved.')).toBeDefined()
  const last = sent.findLast(({ method }) => method === 'PUT')
  expect(await last?.json()).toMatchObject({
    name: 'Mine',
    address: '2 Low Street',
    country: 'FR',
    currency: 'CHF',
  })
  await waitFor(() => expect(within(page()).queryByRole('alert')).toBeNull())
})

test('what is typed while it is saved stays, and is nobody else’s', async () => {
  let answerPut = () => undefined as unknown
  open('/settings/shop', {
    [PUT]: async (request) => {
      const body = await request.json()
      await new Promise((resolve) => {
        answerPut = () => resolve(undefined)
      })
      return Response.json({ ...body, version: 5, updated_at: 'now' })
    },
  })
  await type('Name', 'First')
  await save()
  await type('Name', 'Second')
  answerPut()
  expect(await screen.findByText('Settings saved.')).toBeDefined()
  expect((await field('Name')).value).toBe('Second')
  expect(screen.getByText('You have unsaved changes.')).toBeDefined()
  expect(within(page()).queryByRole('alert')).toBeNull()
})

test('what comes back as it was is saved', async () => {
  open('/settings/shop', { [PUT]: () => Response.json(shop) })
  await type('Name', `${shop.name} `)
  await save()
  expect(await screen.findByText('All changes are saved.')).toBeDefined()
})

test('changes are discarded, and the focus stays at hand', async () => {
  open('/settings/shop', {})
  await type('Name', 'Other')
  await choose('Currency', 'swiss', /CHF/)
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect((await field('Name')).value).toBe('Corner shop')
  expect((await field('Currency')).value).toBe('Euro (EUR)')
  expect(screen.queryByText(/Amounts are not converted/)).toBeNull()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Save' }))
})

test('nobody leaves unsaved changes without being asked', async () => {
  const { sent } = open('/settings/shop', { 'GET /api/products': () => Response.json([]) })
  await type('Name', 'Other')
  const products = screen.getAllByRole('link', { name: 'Products' })[0] as HTMLElement
  await userEvent.click(products)
  const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep editing' }))
  expect((await field('Name')).value).toBe('Other')
  expect(window.location.pathname).toBe('/settings/shop')

  await userEvent.click(products)
  await userEvent.click(await screen.findByRole('button', { name: 'Leave' }))
  await waitFor(() => expect(window.location.pathname).toBe('/products'))
  expect(sent.filter(({ method }) => method === 'PUT')).toEqual([])
})

test('Enter where nothing matches saves nothing', async () => {
  const { sent } = open('/settings/shop', {})
  const zone = await field('Time zone')
  await userEvent.click(zone)
  expect(zone.value.slice(zone.selectionStart ?? 0, zone.selectionEnd ?? 0)).toBe(zone.value)
  await userEvent.paste('atlantis')
  expect(screen.getByText('No matches')).toBeDefined()
  await userEvent.keyboard('{Enter}')
  expect(sent.filter(({ method }) => method === 'PUT')).toEqual([])
})

test('others read the settings, in their language', async () => {
  open(
    '/settings/shop',
    {
      'GET /api/auth/me': () => Response.json({ ...user, role: 'manager' }),
      'GET /api/auth/shop': () =>
        Response.json({
          ...shop,
          country: 'DE',
          time_zone: 'Europe/Berlin',
          default_target: 0.975,
        }),
    },
    'fr',
  )
  await screen.findByText('Allemagne (DE)')
  const facts = page().textContent?.replace(/[\u00a0\u202f]/g, ' ')
  for (const text of ['Europe/Berlin (UTC+', 'lundi, mardi', '97,5 %', 'Refuser la vente'])
    expect(facts).toContain(text)
  expect(within(page()).queryByRole('button')).toBeNull()
  expect(within(page()).queryByRole('textbox')).toBeNull()
})
