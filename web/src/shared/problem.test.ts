import { beforeEach, expect, test } from 'vitest'
import { ApiError, toApiError } from '@/api/errors'
import { chooseLanguage, i18n } from './i18n'
import { fieldErrors, problemText, saidAtFields } from './problem'

const t = i18n.t
const taken = new ApiError({
  status: 409,
  code: 'sku_taken',
  errors: [{ field: 'sku', code: 'sku_taken', message: 'Another product has it.' }],
})

beforeEach(() => chooseLanguage('fr'))

test('a known code is a sentence in the language, with its figures', () => {
  const short = new ApiError({ status: 409, code: 'insufficient_stock', params: { left: 3 } })
  expect(problemText(t, short)).toBe('Stock insuffisant : il en reste 3.')
  chooseLanguage('en')
  expect(problemText(t, short)).toBe('Not enough in stock: 3 left.')
})

test('a second download says to wait for the first, in both languages', () => {
  const busy = new ApiError({ status: 429, code: 'too_many_exports' })
  expect(problemText(t, busy)).toContain('Un autre téléchargement est en cours')
  chooseLanguage('en')
  expect(problemText(t, busy)).toContain('Another download is in progress')
})

test('an unknown code falls back to the kind of failure', () => {
  expect(problemText(t, new ApiError({ status: 403, code: 'brand_new' }))).toBe(
    'Votre compte n’a pas ce droit.',
  )
  expect(problemText(t, toApiError('<html>', new Response('', { status: 502 })))).toContain(
    'redémarre',
  )
  expect(problemText(t, toApiError(new TypeError('fetch failed')))).toContain('injoignable')
})

test('what is wrong with a field is said at the field, and only there', () => {
  expect(fieldErrors(t, taken, ['sku'])).toEqual({
    sku: 'Un autre produit porte déjà cette référence.',
  })
  expect(saidAtFields(taken, ['sku', 'name'])).toBe(true)
  expect(saidAtFields(taken, ['name'])).toBe(false)
})

test('a sentence at a field has its figures', () => {
  const short = new ApiError({
    status: 409,
    code: 'basket_refused',
    errors: [
      { field: 'lines.0.quantity', code: 'insufficient_lot', message: '', params: { left: 3 } },
    ],
  })
  expect(fieldErrors(t, short, ['quantity'])).toEqual({
    quantity: 'Lot insuffisant : il en reste 3.',
  })
})

test('a bound that is not itself allowed is told as one', () => {
  const refused = new ApiError({
    status: 422,
    code: 'invalid',
    errors: [
      { field: 'share', code: 'greater_than', message: '', params: { gt: 0 } },
      { field: 'level', code: 'less_than', message: '', params: { lt: 1 } },
      { field: 'days', code: 'too_short', message: '', params: { min_length: 1 } },
    ],
  })
  expect(fieldErrors(t, refused, ['share', 'level', 'days'])).toEqual({
    share: 'Plus de 0.',
    level: 'Moins de 1.',
    days: 'Champ obligatoire.',
  })
})

test('a limit is the rule’s own, in either language, whatever the message says', () => {
  const short = new ApiError({
    status: 422,
    code: 'invalid',
    errors: [
      {
        field: 'password',
        code: 'string_too_short',
        message: 'Rule 7: too short',
        params: { min_length: 8 },
      },
      { field: 'sku', code: 'string_too_short', message: 'too short', params: { min_length: 1 } },
      { field: 'lines.2.price', code: 'less_than_equal', message: 'too much', params: { le: '9' } },
      {
        field: 'lines.2.day',
        code: 'greater_than_equal',
        message: 'at least 2015-01-01',
        params: { ge: '2015-01-01' },
      },
    ],
  })
  const fields = ['password', 'sku', 'price', 'day']
  expect(fieldErrors(t, short, fields)).toEqual({
    password: 'Au moins 8 caractères.',
    sku: 'Champ obligatoire.',
    price: 'Au plus 9.',
    day: 'Cette valeur n’est pas acceptée.',
  })
  chooseLanguage('en')
  expect(fieldErrors(t, short, fields)).toEqual({
    password: 'At least 8 characters.',
    sku: 'Required.',
    price: 'At most 9.',
    day: 'This value is not accepted.',
  })
})

test('what is away is named: a part of the shop, not all of it', () => {
  const answer = new Response('away', { status: 503 })
  Object.defineProperty(answer, 'url', { value: 'http://shop.example/api/stock/counts?page=1' })
  expect(problemText(t, toApiError(null, answer))).toMatch(/^Produits\s: le service/)
  chooseLanguage('en')
  expect(problemText(t, toApiError(null, answer))).toBe(
    'Products: the service is starting or restarting. Try again in a moment.',
  )
})
