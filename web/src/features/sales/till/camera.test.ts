import { expect, test } from 'vitest'
import { codesInView } from './camera'

test('a code that stays in view is one piece; one that comes back is another', () => {
  const said: string[] = []
  const see = codesInView((code) => said.push(code))
  see(['4006381333931'], 0)
  see(['4006381333931', '\u001d0104006381333931'], 1_000)
  see(['4006381333931'], 2_400)
  expect(said).toEqual(['4006381333931', '0104006381333931'])
  see(['4006381333931'], 4_000)
  expect(said).toHaveLength(3)
})
