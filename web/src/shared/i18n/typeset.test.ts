import { expect, test } from 'vitest'
import { typeset } from './typeset'

test('no line ends before a mark of French punctuation', () => {
  const { data } = typeset({
    data: { title: 'Vendu : « {{name}} » ; 80 % ?', plain: 'à 9 h, un jour' },
  })

  expect(data).toEqual({
    title: 'Vendu\u00a0: «\u00a0{{name}}\u00a0»\u202f; 80\u202f%\u202f?',
    plain: 'à 9 h, un jour',
  })
})
