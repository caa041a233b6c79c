import { afterEach, expect, test } from 'vitest'
import { followScheme } from './scheme'

const isDark = () => document.documentElement.classList.contains('dark-mode')

afterEach(() => localStorage.clear())

test('the page of the API is as dark as the client, also when that changes in another tab', () => {
  localStorage.setItem('mantine-color-scheme-value', 'dark')
  followScheme()
  expect(isDark()).toBe(true)

  localStorage.setItem('mantine-color-scheme-value', 'light')
  window.dispatchEvent(new StorageEvent('storage'))
  expect(isDark()).toBe(false)
})
