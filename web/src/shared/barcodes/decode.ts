import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Pixels of the longer edge that are looked at: bars are wide enough there, and it is quick. */
const EDGE = 1024

// Served by ourselves; the library would ask a server of others for it.
prepareZXingModule({ overrides: { locateFile: () => wasm } })
const canvas = document.createElement('canvas')
const context = canvas.getContext('2d', { willReadFrequently: true })

/** Loads what reads codes, so that it is known to work before anybody waits for it. */
export const ready = () => readBarcodes(new ImageData(1, 1))

/** The codes in what a video shows: those of goods and of cases, and GS1's in two dimensions. */
export async function codesIn(video: HTMLVideoElement): Promise<string[]> {
  const { videoWidth: width, videoHeight: height } = video
  if (!context || width === 0) return []
  const scale = Math.min(1, EDGE / Math.max(width, height))
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const found = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), {
    formats: ['EANUPC', 'Code128', 'ITF14', 'DataBar', 'DataMatrix', 'QRCode'],
    maxNumberOfSymbols: 4,
    textMode: 'Plain',
  })
  return found.map(({ text }) => text)
}
