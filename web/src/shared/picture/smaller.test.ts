import { afterEach, expect, test, vi } from 'vitest'
import { smaller } from './smaller'

const heavy = (type: string) => new File([new Uint8Array(2_000_000)], 'x', { type })
const bitmap = { width: 4000, height: 3000, close: () => undefined }

/** A browser that can draw: says what it was asked to write. */
function canvas() {
  const written: [number, number, string][] = []
  vi.stubGlobal('createImageBitmap', async () => bitmap)
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    drawImage: () => undefined,
  } as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation(function (
    this: HTMLCanvasElement,
    done,
    type = '',
  ) {
    written.push([this.width, this.height, type])
    done(new Blob(['small'], { type }))
  })
  return written
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('a light picture goes as it is', async () => {
  const light = new File(['light'], 'x', { type: 'image/png' })
  expect(await smaller(light)).toBe(light)
})

test('a heavy one, and one of a kind that nobody takes, is drawn smaller', async () => {
  const written = canvas()
  expect((await smaller(heavy('image/jpeg'))).size).toBe(5)
  await smaller(heavy('image/png'))
  await smaller(new File(['light'], 'x', { type: 'image/heic' }))
  expect(written).toEqual([
    [1600, 1200, 'image/jpeg'],
    [1600, 1200, 'image/webp'],
    [1600, 1200, 'image/jpeg'],
  ])
})

test('what this browser cannot draw goes as it is', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('no picture')))
  const file = heavy('image/heic')
  expect(await smaller(file)).toBe(file)
})
