/** What browsers on phones have for reading codes; the library of types does not know it yet. */
type Detector = { detect: (picture: HTMLVideoElement) => Promise<{ rawValue: string }[]> }

declare global {
  interface Window {
    BarcodeDetector?: new () => Detector
  }
}

/** Where one can be held before goods: a computer's camera looks at who sits there. */
export const canScanByCamera = () =>
  navigator.mediaDevices?.getUserMedia !== undefined &&
  (window.BarcodeDetector !== undefined || window.matchMedia('(any-pointer: coarse)').matches)

type Read = (video: HTMLVideoElement) => Promise<string[]>

/** What the browser has for it, or else what we bring along: iPhones and Firefox have nothing. */
async function reader(): Promise<Read> {
  if (window.BarcodeDetector) {
    const detector = new window.BarcodeDetector()
    return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue)
  }
  const { codesIn, ready } = await import('@/shared/barcodes/decode')
  await ready()
  return codesIn
}

/** Whatever reads codes could not be loaded. */
export class ReaderMissing extends Error {}

const EVERY_MS = 150
/** A code that was out of sight for so long is another piece of the same. */
const GONE_MS = 1_500

/** Says each code once while it stays in view: `see` takes what is in the picture at `now`. */
export function codesInView(onCode: (code: string) => void) {
  const seen = new Map<string, number>()
  return (codes: readonly string[], now: number) => {
    for (const raw of codes) {
      // The mark in front of GS1 codes says nothing but that they are.
      const code = (raw.startsWith('\u001d') ? raw.slice(1) : raw).trim()
      const last = seen.get(code)
      seen.set(code, now)
      if (code !== '' && (last === undefined || now - last > GONE_MS)) onCode(code)
    }
  }
}

/**
 * Reads codes from the camera into `video` until the returned function is called. Throws when the
 * camera may not be used, and `ReaderMissing`.
 */
export async function readCodes(video: HTMLVideoElement, onCode: (code: string) => void) {
  const read = await reader().catch((failure: unknown) => {
    throw new ReaderMissing('', { cause: failure })
  })
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment' },
  })
  video.srcObject = stream
  await video.play()
  const see = codesInView(onCode)
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  async function look() {
    const found = await read(video).catch(() => [])
    if (over) return
    see(found, Date.now())
    timer = setTimeout(() => void look(), EVERY_MS)
  }
  void look()
  return () => {
    over = true
    clearTimeout(timer)
    for (const track of stream.getTracks()) track.stop()
  }
}
