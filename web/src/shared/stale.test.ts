import { expect, test } from 'vitest'
import { createQueryClient } from '@/query-client'
import { makeStale } from './stale'

test('what was asked before a write and answered after it is not taken for new', async () => {
  const client = createQueryClient()
  const queryKey = ['suppliers', 'terms', 3]
  let answer: (text: string) => void = () => undefined
  const queryFn = () =>
    new Promise<string>((resolve) => {
      answer = resolve
    })
  const first = client.fetchQuery({ queryKey, queryFn })

  await makeStale(client, ['suppliers'])
  answer('from before')
  await first
  await Promise.resolve()

  const second = client.fetchQuery({ queryKey, queryFn, staleTime: 60_000 })
  answer('from after')
  expect(await second).toBe('from after')
})
