import { expect, test } from 'vitest'
import './on-paper'

const root = document.documentElement
const scheme = () => root.getAttribute('data-mantine-color-scheme')
const say = (event: 'beforeprint' | 'afterprint') => window.dispatchEvent(new Event(event))

test('what is dark on the screen is light on paper, and dark again after it', () => {
  root.setAttribute('data-mantine-color-scheme', 'dark')

  say('beforeprint')
  say('beforeprint')
  expect(scheme()).toBe('light')
  expect(root.hasAttribute('data-dark-on-screen')).toBe(true)

  say('afterprint')
  expect(scheme()).toBe('dark')
  expect(root.hasAttribute('data-dark-on-screen')).toBe(false)
})
