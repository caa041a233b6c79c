import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { draw } from '../../../../tests/app'
import CameraDialog from './CameraDialog'
import { ReaderMissing, readCodes } from './camera'

vi.mock('./camera', async (real) => ({ ...(await real<object>()), readCodes: vi.fn() }))

test('the camera starts once its picture has a place, and stops with the window', async () => {
  const end = vi.fn()
  vi.mocked(readCodes).mockResolvedValue(end)
  const said: string[] = []
  const { unmount } = draw(
    <CameraDialog onCode={(code) => said.push(code)} onClose={() => undefined} />,
  )
  await waitFor(() => expect(readCodes).toHaveBeenCalledOnce())
  const [video, onCode] = vi.mocked(readCodes).mock.calls[0] ?? []
  expect(video?.isConnected).toBe(true)
  onCode?.('4006381333931')
  expect(said).toEqual(['4006381333931'])
  expect(await screen.findByText('4006381333931')).toBeDefined()
  unmount()
  await waitFor(() => expect(end).toHaveBeenCalled())
})

test.each([
  [new ReaderMissing(), /could not be loaded/],
  [new DOMException('no', 'NotAllowedError'), /camera is blocked/],
])('what stands in the way is said', async (failure, words) => {
  vi.mocked(readCodes).mockRejectedValue(failure)
  draw(<CameraDialog onCode={() => undefined} onClose={() => undefined} />)
  expect((await screen.findByRole('alert')).textContent).toMatch(words)
})
