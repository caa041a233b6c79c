import { afterEach, expect, test, vi } from 'vitest'
import { canScanByCamera, codesInView, ReaderMissing, readCodes } from './camera'

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

const { decode } = vi.hoisted(() => ({ decode: { ready: vi.fn(), codesIn: vi.fn() } }))
vi.mock('@/shared/barcodes/decode', () => decode)

const stop = vi.fn()
const camera = () =>
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia: async () => ({ getTracks: () => [{ stop }] }) },
  })
const video = { play: async () => undefined } as HTMLVideoElement

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetAllMocks()
})

test('where a browser reads no codes by itself, what we bring along does', async () => {
  camera()
  decode.codesIn.mockResolvedValue(['4006381333931'])
  const said: string[] = []
  const end = await readCodes(video, (code) => said.push(code))
  await vi.waitFor(() => expect(said).toEqual(['4006381333931']))
  end()
  expect(stop).toHaveBeenCalledOnce()
})

test('a reader that could not be loaded is told apart from a camera that is refused', async () => {
  camera()
  decode.ready.mockRejectedValue(new TypeError('offline'))
  await expect(readCodes(video, () => undefined)).rejects.toBeInstanceOf(ReaderMissing)
})

test('a camera is offered where one can be held before goods', () => {
  const touch = (matches: boolean) => vi.stubGlobal('matchMedia', () => ({ matches }))
  touch(true)
  expect(canScanByCamera()).toBe(false)
  camera()
  expect(canScanByCamera()).toBe(true)
  touch(false)
  expect(canScanByCamera()).toBe(false)
})
