import { renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { useLightOnPaper } from './use-light-on-paper'

const root = document.documentElement
const scheme = () => root.getAttribute('data-mantine-color-scheme')
const say = (event: 'beforeprint' | 'afterprint') => window.dispatchEvent(new Event(event))

afterEach(() => root.removeAttribute('data-mantine-color-scheme'))

test('what is dark on the screen is light on paper, and dark again after it', () => {
  root.setAttribute('data-mantine-color-scheme', 'dark')
  renderHook(useLightOnPaper)

  say('beforeprint')
  say('beforeprint')
  expect(scheme()).toBe('light')
  expect(root.hasAttribute('data-dark-on-screen')).toBe(true)

  say('afterprint')
  expect(scheme()).toBe('dark')
  expect(root.hasAttribute('data-dark-on-screen')).toBe(false)
})
